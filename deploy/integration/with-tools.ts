import { fileURLToPath } from 'node:url';
import { execa } from 'execa';

const deploy = fileURLToPath(new URL('..', import.meta.url));

/** Run a command in this folder with the programs that the project itself provides, so that no test depends on luck. */
export async function withTools(
  command: readonly string[],
  env: Readonly<Record<string, string>> = {},
  programs: readonly string[] = ['kubectl', 'kustomize'],
) {
  const { exitCode, stdout, stderr } = await execa(
    process.execPath,
    ['../tools/src/toolchain/with.ts', ...programs, '--', ...command],
    // The options of Jest's own process are not those of the command; Nx's FORCE_COLOR makes Node warn beside NO_COLOR.
    { cwd: deploy, reject: false, stdin: 'ignore', env: { ...env, NODE_OPTIONS: '', FORCE_COLOR: undefined } },
  );
  return { exitCode, stdout, stderr };
}

/** The command line of this folder, without its npm script. */
export const cli = (...args: string[]): readonly string[] => [
  ...['node', '--conditions=@sluice/source', 'src/cli.ts'],
  ...args,
];
