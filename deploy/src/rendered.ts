import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Tree } from './tree.ts';

/** The committed tree. */
export const renderedFolder = fileURLToPath(new URL('../rendered/', import.meta.url));

export const overlayFolder = (environment: string): string => join(renderedFolder, 'overlays', environment);

/** What lies in a folder, as `tree` writes it down. A folder that is not there holds nothing. */
export function readTree(folder: string): Tree {
  return new Map(
    filesIn(folder).map((path) => [relative(folder, path).split(sep).join('/'), readFileSync(path, 'utf8')]),
  );
}

function filesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}
