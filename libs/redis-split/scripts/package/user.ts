import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Manifest } from './manifest.ts';
import { run } from './run.ts';

/** A project outside the workspace that has the package and nothing but what it names as its dependencies. */
export interface User {
  /** Where the package is installed. */
  readonly installed: string;
  /** Make another package of the workspace available, as if it were installed. */
  add(name: string): void;
  /** @throws when the program does not compile under all checks, or does not run */
  use(name: string, program: string): void;
}

/** @param folder empty, outside the workspace */
export function userOf(tarball: string, folder: string, workspace: string): User {
  const installed = join(folder, 'node_modules/@sluice/redis-split');
  mkdirSync(installed, { recursive: true });
  run('tar', ['-xzf', tarball, '--strip-components=1', '-C', installed], folder);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');

  // Linked instead of fetched: a check needs no network.
  const add = (name: string): void => {
    const link = join(folder, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(workspace, 'node_modules', name), link);
  };
  const { dependencies } = JSON.parse(readFileSync(join(installed, 'package.json'), 'utf8')) as Manifest;
  for (const name of [...Object.keys(dependencies), '@types/node']) add(name);

  return {
    installed,
    add,
    use: (name, program) => {
      writeFileSync(join(folder, `${name}.ts`), program);
      const types = ['--types', 'node', '--target', 'es2024', '--module', 'nodenext', '--strict', '--noEmit'];
      run('tsc', [...types, '--ignoreConfig', `${name}.ts`], folder);
      run('node', [`${name}.ts`], folder);
    },
  };
}
