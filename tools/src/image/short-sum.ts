import { createHash } from 'node:crypto';

/** Eight hexadecimal digits that change with any change of plain data. */
export const shortSum = (data: unknown): string =>
  createHash('sha256').update(JSON.stringify(data)).digest('hex').slice(0, 8);
