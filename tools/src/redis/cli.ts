import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { constants } from 'node:os';
import { parseArgs } from 'node:util';
import { exitWith } from '../cannot-run.ts';
import { startRedisTopology } from './topology.ts';

const USAGE = `Usage: node tools/src/redis/cli.ts [--replicas=2] [--unless-set] [-- command …]

Starts a Redis primary with replicas and prints their URLs; with a command, runs it with REDIS_URL and
REDIS_REPLICAS_URL set and stops Redis when it ends; without one, waits for Ctrl-C.

  --replicas=N   how many replicas, 0 to 16 (default 2)
  --unless-set   start nothing when REDIS_URL is already set; only run the command
`;

await exitWith(() => main(process.argv.slice(2)));

async function main(argv: readonly string[]): Promise<number> {
  const settings = parse(argv);
  if (typeof settings === 'string') {
    process.stderr.write(`redis: ${settings}\n\n${USAGE}`);
    return 2;
  }
  const { replicas, unlessSet, command } = settings;
  if (unlessSet && process.env['REDIS_URL']) return command.length ? run(command, {}) : 0;

  const interrupted = onInterrupt();
  const topology = await startRedisTopology({ replicas });
  try {
    const env = {
      REDIS_URL: topology.primary.url,
      REDIS_REPLICAS_URL: topology.replicas.map(({ url }) => url).join(','),
    };
    process.stderr.write(`REDIS_URL=${env.REDIS_URL} REDIS_REPLICAS_URL=${env.REDIS_REPLICAS_URL}\n`);
    if (interrupted.aborted) return interrupted.reason as number;
    return await (command.length ? run(command, env) : waitFor(interrupted));
  } finally {
    await topology.stop();
  }
}

interface Settings {
  readonly replicas: number;
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
      options: { replicas: { type: 'string', default: '2' }, 'unless-set': { type: 'boolean', default: false } },
    });
    if (!/^\d+$/.test(values.replicas) || Number(values.replicas) > 16) {
      return `Expected --replicas to be 0 to 16, got \`${values.replicas}\``;
    }
    return { replicas: Number(values.replicas), unlessSet: values['unless-set'], command };
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
