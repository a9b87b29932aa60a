import { spawnSync } from 'node:child_process';

/**
 * Run a program of the workspace; what it prints is shown only when it fails.
 *
 * @throws when it does not exit with 0
 */
export function run(program: string, args: readonly string[], cwd: string): string {
  const { status, stdout, stderr, error } = spawnSync(program, args, { cwd, encoding: 'utf8' });
  if (status === 0) return stdout;
  process.stderr.write(`${stdout ?? ''}${stderr ?? ''}`);
  throw new Error(`\`${[program, ...args].join(' ')}\` failed${error ? `: ${error.message}` : ''}`);
}
