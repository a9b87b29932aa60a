import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { sha256 } from './sha256.ts';

/** What a cached program looked like when it was put there. */
interface ProgramRecord {
  readonly sha256: string;
  readonly size: number;
  readonly mtimeMs: number;
}

export async function record(file: string): Promise<ProgramRecord> {
  const { size, mtimeMs } = await stat(file);
  return { sha256: await sha256(file), size, mtimeMs };
}

/** Whether the cache holds a program unchanged: size and time are asked first, since hashing 126 MB takes a while. */
export async function cachedFolder(folder: string, name: string): Promise<boolean> {
  try {
    const expected = JSON.parse(await readFile(join(folder, 'record.json'), 'utf8')) as ProgramRecord;
    const file = join(folder, name);
    const { size, mtimeMs } = await stat(file);
    if (size !== expected.size) return false;
    return mtimeMs === expected.mtimeMs || (await sha256(file)) === expected.sha256;
  } catch {
    return false;
  }
}
