import { execa } from 'execa';
import { Refusal } from '../refusal.ts';

/** Run kubectl with these arguments and give its output. The only place here that starts a process. */
export type Kubectl = (args: readonly string[], options?: KubectlOptions) => Promise<string>;

export interface KubectlOptions {
  /** Exit statuses that are answers rather than failures. @default [0] */
  readonly okExitCodes?: readonly number[];
  /** A failure is an empty answer. */
  readonly quiet?: boolean;
  /** What it reads from standard input, so that nothing secret is ever in an argument or a file. */
  readonly input?: string;
}

/** kubectl without a cluster. */
export const kubectl: Kubectl = async (args, { okExitCodes = [0], quiet = false, input } = {}) => {
  // Not the user's own differ: its output would have another shape.
  const env = { KUBECTL_EXTERNAL_DIFF: 'diff -u -N' };
  const { exitCode, stdout, stderr, code } = await execa('kubectl', args, {
    ...{ env, reject: false },
    ...(input === undefined ? { stdin: 'ignore' } : { input }),
  });
  if (code === 'ENOENT')
    throw new Refusal(2, 'Expected `kubectl` on PATH, found none. Install it, or run this through Nx.');
  if (exitCode !== undefined && okExitCodes.includes(exitCode)) return stdout;
  if (quiet) return '';
  throw new Refusal(1, `kubectl ${args.join(' ')} failed (exit ${exitCode ?? 'by a signal'}):\n${withoutLog(stderr)}`);
};

/** What kubectl says to people, without the log lines of its libraries (`I1122 05:18:23.823535 …`). */
const withoutLog = (stderr: string): string => stderr.replace(/^[IW]\d{4} .*\n?/gm, '').trim();

/** kubectl on one cluster: context and namespace are always said, never the current ones. */
export const kubectlOn =
  (context: string, namespace = 'default'): Kubectl =>
  (args, options) =>
    kubectl([`--context=${context}`, `--namespace=${namespace}`, ...args], options);

/** Whether there is a kubectl to run. */
export async function isKubectlThere(): Promise<boolean> {
  return (await execa('kubectl', ['version', '--client'], { reject: false })).exitCode === 0;
}
