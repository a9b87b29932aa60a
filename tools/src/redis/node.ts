import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { ask } from './ask.ts';

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
  restart(): Promise<void>;
}

export interface NodePlan {
  readonly port: number;
  /** Folder of its own: data of the primary, and the log. */
  readonly folder: string;
  /** Port of the primary, for a replica. */
  readonly replicaOf?: number;
}

/** The program and arguments that come before the server's own arguments. */
export type Launcher = readonly [program: string, ...args: string[]];

// A busy machine may take long; a server that cannot start exits, and that is noticed at once.
const READY_WITHIN_MS = 30_000;
const POLL_MS = 20;

/** Start a server and resolve when it answers; a replica's link may still be down. */
export async function startNode(launcher: Launcher, plan: NodePlan): Promise<RedisNode> {
  await mkdir(plan.folder, { recursive: true });
  let child = await startProcess(launcher, plan);

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
    restart: async () => {
      await kill();
      child = await startProcess(launcher, plan);
      if (plan.replicaOf !== undefined) await linkUp(plan.port);
    },
  };
}

/** Resolves when the replica on `port` follows its primary. */
export const linkUp = (port: number): Promise<void> =>
  until(`the replica on port ${port} follows its primary`, async () =>
    (await ask(port, 'INFO replication')).includes('master_link_status:up'),
  );

async function startProcess([program, ...before]: Launcher, plan: NodePlan): Promise<ChildProcess> {
  // Detached: Ctrl-C on a terminal reaches the whole group, and Redis must outlive the command that still uses it.
  const child = spawn(program, [...before, ...serverArguments(plan)], { stdio: 'ignore', detached: true });
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

const serverArguments = ({ port, folder, replicaOf }: NodePlan): string[] => [
  ...['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder, '--logfile', join(folder, 'log')],
  ...['--daemonize', 'no', '--save', ''],
  // The default waits 5 s for more replicas before the first synchronisation.
  ...['--repl-diskless-sync-delay', '0', '--repl-ping-replica-period', '1'],
  ...(replicaOf === undefined
    ? // A killed primary must not come back empty: its replicas would copy the emptiness.
      ['--appendonly', 'yes', '--appendfsync', 'no']
    : ['--replicaof', '127.0.0.1', `${replicaOf}`]),
];

class Fatal extends Error {}

async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  let cause: unknown;
  for (;;) {
    try {
      if (await condition()) return;
    } catch (error) {
      if (error instanceof Fatal) throw error;
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`Waited ${READY_WITHIN_MS} ms in vain until ${what}`, { cause });
    await delay(POLL_MS);
  }
}

const hasExited = ({ exitCode, signalCode }: ChildProcess): boolean => exitCode !== null || signalCode !== null;

const logOf = async ({ folder }: NodePlan): Promise<string> =>
  readFile(join(folder, 'log'), 'utf8').then(
    (text) => text.trim().split('\n').slice(-3).join(' | '),
    () => 'it left no log',
  );
