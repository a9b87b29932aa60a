import { resolve } from 'node:path';

/** A path as its typist meant it: from where they stand, which under Nx is the root of the workspace. */
export const typedPath = (path: string): string => resolve(process.env['NX_WORKSPACE_ROOT'] ?? process.cwd(), path);
