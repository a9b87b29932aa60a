import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { exitWith } from '../cannot-run.ts';
import { PRIMARY_NAME } from './sentinel.ts';
import type { RedisNode } from './server-process.ts';
import { startRedisTopology, type RedisTopology } from './topology.ts';

const USAGE = `Usage: node tools/src/redis/cli.ts [--replicas=2] [--sentinels=0] [--unless-set] [-- command …]

Starts a Redis primary with replicas and prints their URLs; with a command, runs it with REDIS_URL,
REDIS_REPLICAS_URL and, with Sentinels, REDIS_SENTINELS_URL set and stops Redis when it ends; without
one, waits for Ctrl-C.

  --replicas=N    how many replicas, 0 to 16 (default 2)
  --sentinels=N   how many Sentinels, 0 to 16 (default 0); they call the primary \`${PRIMARY_NAME}\`
  --unless-set    start nothing when REDIS_URL is already set; only run the command
`;

await exitWith(() => main(process.argv.slice(2)));

async function main(argv: readonly string[]): Promise<number> {
  const settings = parse(argv);
  if (typeof settings === 'string') {
    process.stderr.write(`redis: ${settings}\n\n${USAGE}`);
    return 2;
  }
  const { replicas, sentinels, unlessSet, command } = settings;
  if (unlessSet && process.env['REDIS_URL']) return command.length ? run(command, {}) : 0;

  const interrupted = onInterrupt();
  const topology = await startRedisTopology({ replicas, sentinels });
  try {
    const env = variables(topology);
    const shown = Object.entries(env).map(([name, value]) => `${name}=${value}`);
    process.stderr.write(`${shown.join(' ')}\n`);
    if (interrupted.aborted) return interrupted.reason as number;
    return await (command.length ? run(command, env) : waitFor(interrupted));
  } finally {
    await topology.stop();
  }
}

function variables({ primary, replicas, sentinels }: RedisTopology): Record<string, string> {
  const urls = (nodes: readonly RedisNode[]) => nodes.map(({ url }) => url).join(',');
  return {
    REDIS_URL: primary.url,
    REDIS_REPLICAS_URL: urls(replicas),
    ...(sentinels.length > 0 && { REDIS_SENTINELS_URL: urls(sentinels) }),
  };
}

interface Settings {
  readonly replicas: number;
  readonly sentinels: number;
  readonly unlessSet: boolean;
  readonly command: readonly string[];
}

/** What to do, or what is wrong with the arguments. */
function parse(argv: readonly string[]): Settings | string {
  const end = argv.indexOf('--');
  const own = end < 0 ? argv : argv.slice(0, end);
  const command = end < 0 ? [] : argv.slice(end + 1);
  try {
    const { values } = parseArgs({
      args: [...own],
      options: {
        replicas: { type: 'string', default: '2' },
        sentinels: { type: 'string', default: '0' },
        'unless-set': { type: 'boolean', default: false },
      },
    });
    for (const name of ['replicas', 'sentinels'] as const) {
      if (/^\d+$/.test(values[name]) && Number(values[name]) <= 16) continue;
      return `Expected --${name} to be 0 to 16, got \`${values[name]}\``;
    }
    const [replicas, sentinels] = [Number(values.replicas), Number(values.sentinels)];
    return { replicas, sentinels, unlessSet: values['unless-set'], command };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Run the command on our terminal, pass signals on, return its exit code. */
function run([program = '', ...args]: readonly string[], env: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', env: { ...process.env, ...env } });
    process.on('SIGTERM', () => child.kill('SIGTERM'));
    process.on('SIGHUP', () => child.kill('SIGHUP'));
    // A terminal gives Ctrl-C to the command itself; a second one would make it leave at once.
    process.on('SIGINT', () => process.stdin.isTTY || child.kill('SIGINT'));
    child.once('error', (error) => {
      process.stderr.write(`redis: cannot run ${program}: ${error.message}\n`);
      resolve(2);
    });
    child.once('exit', (code, signal) => resolve(signal ? signalExitCode(signal) : (code ?? 1)));
  });
}

/** From here on a signal must not kill us before Redis is stopped. Aborted with the exit code that it stands for. */
function onInterrupt(): AbortSignal {
  const controller = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.on(signal, () => controller.abort(signalExitCode(signal)));
  return controller.signal;
}

async function waitFor(interrupted: AbortSignal): Promise<number> {
  // A pending promise alone does not keep a process alive.
  const alive = setInterval(() => undefined, 60_000);
  await once(interrupted, 'abort');
  clearInterval(alive);
  return interrupted.reason as number;
}

function signalExitCode(signal: NodeJS.Signals): number {
  return 128 + constants.signals[signal];
}
