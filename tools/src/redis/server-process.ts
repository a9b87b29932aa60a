import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ask } from './ask.ts';
import type { Launcher } from './launcher.ts';
import { Fatal, until } from './until.ts';

/** One server of the topology: a real process that a test may kill, freeze and bring back. */
export interface RedisNode {
  readonly url: string;
  readonly port: number;
  /** Of the process that runs now, or ran last. */
  readonly pid: number;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** SIGSTOP: connections stay open, nothing answers. */
  pause(): void;
  /** SIGCONT. */
  resume(): void;
  /** Kill it if it runs, start it on the same port, wait until it answers and, for a replica, its link is up. */
  restart(change?: Restart): Promise<void>;
}

/** How a server of data comes back, where that differs from how it was started. */
export interface Restart {
  /** Port of the primary to follow, or nobody: then it is a primary. */
  readonly replicaOf?: number | 'nobody';
  /** What it loads. A snapshot keeps the place in replication too, an append-only file does not. */
  readonly data?: 'append-only file' | 'snapshot' | 'nothing';
}

export interface ServerPlan {
  readonly port: number;
  /** Folder of its own, which exists. */
  readonly folder: string;
  readonly args: (change?: Restart) => readonly string[];
  /** What a restart does before the server is started. */
  readonly prepare?: (change?: Restart) => Promise<unknown>;
  /** What a restart waits for, once the server answers. */
  readonly backAgain: (change?: Restart) => Promise<unknown>;
}

/** Arguments of every kind of server: on loopback, in the foreground, with its log in its folder. */
export const onLoopback = ({ port, folder }: Pick<ServerPlan, 'port' | 'folder'>): string[] => [
  ...['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--logfile', join(folder, 'log')],
  ...['--daemonize', 'no'],
];

/** Start a server and resolve when it answers. */
export async function startServer(launcher: Launcher, plan: ServerPlan): Promise<RedisNode> {
  let child = await startProcess(launcher, plan, plan.args());

  const kill = async (): Promise<void> => {
    if (hasExited(child)) return;
    const exited = once(child, 'exit');
    child.kill('SIGKILL');
    await exited;
  };

  return {
    url: `redis://127.0.0.1:${plan.port}`,
    port: plan.port,
    get pid() {
      return child.pid ?? -1;
    },
    kill,
    pause: () => void child.kill('SIGSTOP'),
    resume: () => void child.kill('SIGCONT'),
    restart: async (change) => {
      await kill();
      await plan.prepare?.(change);
      child = await startProcess(launcher, plan, plan.args(change));
      await plan.backAgain(change);
    },
  };
}

async function startProcess(
  [program, ...before]: Launcher,
  plan: ServerPlan,
  args: readonly string[],
): Promise<ChildProcess> {
  // Detached: Ctrl-C on a terminal reaches the whole group, and Redis must outlive the command that still uses it.
  const child = spawn(program, [...before, ...args], { stdio: 'ignore', detached: true });
  let failure: Error | undefined;
  child.once('error', (error) => (failure = error));
  try {
    await until(`the server on port ${plan.port} answers`, async () => {
      if (failure) throw new Fatal(`Cannot start ${program}`, { cause: failure });
      if (hasExited(child)) throw new Fatal(`The server on port ${plan.port} exited: ${await logOf(plan)}`);
      return (await ask(plan.port, 'PING')) === '+PONG';
    });
  } catch (error) {
    child.kill('SIGKILL');
    throw error;
  }
  return child;
}

const hasExited = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

const logOf = async ({ folder }: ServerPlan): Promise<string> =>
  readFile(join(folder, 'log'), 'utf8').then(
    (text) => text.trim().split('\n').slice(-3).join(' | '),
    () => 'it left no log',
  );
