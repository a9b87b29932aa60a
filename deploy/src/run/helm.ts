import { execa } from 'execa';
import { parseMajor } from '../helm/answers.ts';
import type { HelmMajor } from '../helm/args.ts';
import { redact } from '../helm/redact.ts';
import { Refusal } from '../refusal.ts';

export interface HelmOptions {
  readonly context: string;
  /** Another file than the user's own. */
  readonly kubeconfig?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  /** What never is shown, wherever it turns up. */
  readonly secrets?: readonly string[] | undefined;
  /** Every line that helm says on the way. */
  readonly onLine?: ((line: string) => void) | undefined;
  /** Ends helm itself, beyond its own `--timeout`, in seconds. */
  readonly timeoutS: number;
}

/** When it is asked to stop, helm first undoes what it has begun: it is killed only after this long. */
const patienceMs = 300_000;

/**
 * Run helm with these arguments and give what it answers. Success is its exit status: on standard error it also warns.
 *
 * @throws Refusal (1) with what helm said, redacted; (2) when there is no helm, or somebody asked to stop
 */
export async function helm(args: readonly string[], options: HelmOptions): Promise<string> {
  const { context, kubeconfig, signal, secrets = [], onLine, timeoutS } = options;
  const where = ['--kube-context', context, ...(kubeconfig === undefined ? [] : ['--kubeconfig', kubeconfig])];
  const running = execa('helm', [...args, ...where], {
    ...{ reject: false, stdin: 'ignore', timeout: timeoutS * 1000, forceKillAfterDelay: patienceMs },
    ...(signal && { cancelSignal: signal }),
  });
  if (onLine) void echo(running, (line) => onLine(redact(line, secrets)));
  const { exitCode, stdout, stderr, code, isCanceled, timedOut } = await running;
  if (code === 'ENOENT')
    throw new Refusal(2, 'Expected `helm` on PATH, found none. Run this through Nx, which brings one.');
  if (isCanceled) throw new Refusal(2, `helm ${args[0]} ${args[1]} was stopped; it undid what it had begun.`);
  if (timedOut) throw new Refusal(1, `helm ${args[0]} ${args[1]} took more than ${timeoutS} s.`);
  if (exitCode === 0) return stdout;
  throw new Refusal(
    1,
    redact(`helm ${args[0]} ${args[1]} failed (exit ${exitCode ?? 'by a signal'}):\n${stderr.trim()}`, secrets),
  );
}

async function echo(
  running: AsyncIterable<string> | { iterable: (options: { from: 'stderr' }) => AsyncIterable<string> },
  onLine: (line: string) => void,
): Promise<void> {
  try {
    const lines = 'iterable' in running ? running.iterable({ from: 'stderr' }) : running;
    for await (const line of lines) onLine(line);
  } catch {
    // It failed: whoever awaits it says so.
  }
}

/** Which Helm this is. @throws Refusal (2) for one that we do not know */
export async function helmMajor(): Promise<HelmMajor> {
  // Not `helm version -c`, which Helm 4 no longer knows.
  const { stdout, code } = await execa('helm', ['version', '--template', '{{.Version}}'], {
    reject: false,
    stdin: 'ignore',
  });
  if (code === 'ENOENT')
    throw new Refusal(2, 'Expected `helm` on PATH, found none. Run this through Nx, which brings one.');
  return parseMajor(stdout ?? '');
}
