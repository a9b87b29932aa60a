import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from './free-port.ts';
import { launcherOf } from './launcher.ts';
import { linkUp, startNode } from './node.ts';
import { sentinelKnows, startSentinel } from './sentinel.ts';
import { findServerBinary } from './server-binary.ts';
import type { RedisNode } from './server-process.ts';

/** A primary with its replicas, on loopback, until `stop`. Named by what they are at the start: a failover changes roles. */
export interface RedisTopology {
  readonly primary: RedisNode;
  readonly replicas: readonly RedisNode[];
  /** They call the primary `primary`. */
  readonly sentinels: readonly RedisNode[];
  /** Kills every process and removes the data. */
  stop(): Promise<void>;
}

export interface TopologyPlan {
  /** @default 2 */
  readonly replicas?: number;
  /**
   * A majority of them must agree on a failover: usually 3.
   *
   * @default 0
   */
  readonly sentinels?: number;
  /** Path of the program; by default the installed one. */
  readonly server?: string;
  /** Further arguments of every server of data, such as `['--repl-backlog-size', '1mb']`. */
  readonly settings?: readonly string[];
}

/**
 * Start real servers on free loopback ports; resolves when every replica follows the primary and
 * every Sentinel knows all of them. They die with this process,
 * however it dies.
 *
 * @throws when there is no server to run (the message says what to install) or one of them does not start
 */
export async function startRedisTopology({
  replicas = 2,
  sentinels = 0,
  server,
  settings = [],
}: TopologyPlan = {}): Promise<RedisTopology> {
  const launcher = launcherOf(server ?? (await findServerBinary()));
  const folder = await mkdtemp(join(tmpdir(), 'sluice-redis-'));
  const started: RedisNode[] = [];

  const killNow = (): void => {
    for (const { pid } of started) killQuietly(pid);
    rmSync(folder, { recursive: true, force: true });
  };
  process.once('exit', killNow);
  const stop = async (): Promise<void> => {
    await Promise.all(started.map((node) => node.kill()));
    process.removeListener('exit', killNow);
    rmSync(folder, { recursive: true, force: true });
  };

  const place = async (name: string) => ({ port: await freePort(), folder: join(folder, name) });
  const keep = (node: RedisNode): RedisNode => {
    started.push(node);
    return node;
  };
  const start = async (name: string, replicaOf?: number): Promise<RedisNode> =>
    keep(await startNode(launcher, { ...(await place(name)), replicaOf, settings }));
  const watch = async (name: string, primaryPort: number): Promise<RedisNode> => {
    const quorum = Math.floor(sentinels / 2) + 1;
    return keep(await startSentinel(launcher, { ...(await place(name)), primaryPort, quorum }));
  };

  try {
    const primary = await start('primary');
    const followers = await all(replicas, (i) => start(`replica-${i}`, primary.port));
    await Promise.all(followers.map(({ port }) => linkUp(port)));
    // Only now: they ask a primary for its replicas from time to time.
    const watchers = await all(sentinels, (i) => watch(`sentinel-${i}`, primary.port));
    await Promise.all(watchers.map(({ port }) => sentinelKnows(port, replicas, sentinels)));
    return { primary, replicas: followers, sentinels: watchers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Waits for every one, so that none starts when the others are being stopped already. */
async function all<T>(count: number, start: (i: number) => Promise<T>): Promise<T[]> {
  const settled = await Promise.allSettled(Array.from({ length: count }, (_, i) => start(i)));
  return settled.map((each) => {
    if (each.status === 'rejected') throw each.reason;
    return each.value;
  });
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
