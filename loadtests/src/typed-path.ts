import { resolve } from 'node:path';

/** A path as its typist meant it: from where they stand, which npm and Nx each tell in their own way. */
export const typedPath = (path: string): string =>
  resolve(process.env['NX_WORKSPACE_ROOT'] ?? process.env['INIT_CWD'] ?? process.cwd(), path);
