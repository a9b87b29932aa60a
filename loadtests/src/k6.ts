import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { bundle } from './bundle.ts';
import { CannotRun } from './cannot-run.ts';
import { parsePoint, type Point } from './points.ts';
import type { Profile } from './profile.ts';
import { isCluster, namespaceFile, type Target } from './target.ts';

/** How k6 ended. */
export interface K6End {
  readonly exitCode: number | null;
  /** The error in k6's own words, for a run that did not begin. */
  readonly lastError: string;
}

/**
 * Run k6 to its end, or until `signal` asks it to stop.
 *
 * @param folder - takes the bundled scenario, k6's log and its summary
 * @param onPoint - called for each request as it ends
 */
export async function runK6(
  profile: Profile,
  target: Target,
  folder: string,
  onPoint: (point: Point) => void,
  signal: AbortSignal,
): Promise<K6End> {
  const script = join(folder, 'scenario.js');
  const log = join(folder, 'k6.log');
  await bundle(profile.kind, script);
  const [command = 'k6', ...args] = [...inside(target), 'k6', 'run', ...flags(folder), ...env(profile, target), script];

  const k6 = execa(command, args, {
    stdin: 'ignore',
    stdout: 'pipe',
    stderr: { file: log },
    buffer: false,
    reject: false,
    // k6 fetches extensions over the network on its own when a script seems to want one.
    env: { K6_AUTO_EXTENSION_RESOLUTION: 'false' },
    cancelSignal: signal,
    forceKillAfterDelay: 10_000,
  });
  const lines = createInterface(k6.stdout).on('line', (line) => {
    const point = parsePoint(line);
    if (point) onPoint(point);
  });
  const [{ exitCode, originalMessage }] = await Promise.all([k6, once(lines, 'close')]);
  return { exitCode: exitCode ?? null, lastError: lastError(await readFile(log, 'utf8')) || (originalMessage ?? '') };
}

/**
 * k6's version as it prints it.
 *
 * @throws CannotRun when there is no k6
 */
export async function k6Version(): Promise<string> {
  const { failed, stdout } = await execa('k6', ['version'], { reject: false });
  if (failed) throw new CannotRun('expected k6 on PATH: `npx nx run loadtests:k6` brings it');
  return stdout.replace(/^k6 /, '');
}

/** The load is made where the target is: `ip netns exec` would also change what the process sees of `/sys`. */
const inside = (target: Target): readonly string[] =>
  isCluster(target) && target.networkNamespace ? ['nsenter', `--net=${namespaceFile(target.networkNamespace)}`] : [];

const flags = (folder: string): readonly string[] => [
  ...['--quiet', '--no-color', '--no-usage-report', '--address='],
  // Points go to stdout, line by line; the summary in words, which is printed there too, is left out as noise.
  '--out=json=-',
  ...['--new-machine-readable-summary', `--summary-export=${join(folder, 'k6-summary.json')}`],
];

const env = (profile: Profile, { apiUrl }: Target): readonly string[] => [
  `--env=BASE_URL=${apiUrl.replace(/\/$/, '')}`,
  `--env=PROFILE=${profile.name}`,
];

/** The last error of k6's log, without the decoration of its log format and of its runtime. */
export function lastError(log: string): string {
  const line = log.split('\n').findLast((each) => each.includes('level=error')) ?? '';
  const message = /msg="((?:[^"\\]|\\.)*)"/.exec(line)?.[1] ?? line;
  return message
    .split('\\n')[0]!
    .replace(/^GoError: /, '')
    .replace(/\\(.)/g, '$1');
}
