import { resolve } from 'node:path';
import { execa } from 'execa';

const room = resolve(import.meta.dirname, '..');

/** The real command line as `npx nx run loadtests:k6` starts it: the toolchain gives it k6. */
export const k6Cli = (...args: readonly string[]) =>
  execa(
    'node',
    [
      ...['../tools/src/toolchain/with.ts', 'k6', '--'],
      ...['node', '--conditions=@sluice/source', 'src/cli.ts', ...args],
    ],
    // Jest's own NODE_OPTIONS are none of its business.
    { cwd: room, reject: false, all: true, env: { NODE_OPTIONS: '', NX_WORKSPACE_ROOT: room } },
  );
