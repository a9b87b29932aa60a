import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath } from '../on-path.ts';
import { freePort } from './free-port.ts';
import { linkUp, startNode, type Launcher, type RedisNode } from './node.ts';
import { findServerBinary } from './server-binary.ts';

/** A primary with its replicas, on loopback, until `stop`. */
export interface RedisTopology {
  readonly primary: RedisNode;
  readonly replicas: readonly RedisNode[];
  /** Kills every process and removes the data. */
  stop(): Promise<void>;
}

export interface TopologyPlan {
  /** @default 2 */
  readonly replicas?: number;
  /** Path of the program; by default the installed one. */
  readonly server?: string;
}

/**
 * Start real servers on free loopback ports; resolves when every replica follows the primary.
 * They die with this process, however it dies.
 *
 * @throws when there is no server to run (the message says what to install) or one of them does not start
 */
export async function startRedisTopology({ replicas = 2, server }: TopologyPlan = {}): Promise<RedisTopology> {
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

  const start = async (name: string, replicaOf?: number): Promise<RedisNode> => {
    const node = await startNode(launcher, { port: await freePort(), folder: join(folder, name), replicaOf });
    started.push(node);
    return node;
  };

  try {
    const primary = await start('primary');
    const followers = await Promise.all(
      Array.from({ length: replicas }, (_, i) => start(`replica-${i}`, primary.port)),
    );
    await Promise.all(followers.map(({ port }) => linkUp(port)));
    return { primary, replicas: followers, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** The kernel kills the server when we die, even by SIGKILL: no exit handler can do that. Linux only, so optional. */
function launcherOf(server: string): Launcher {
  const setpriv = process.platform === 'linux' ? onPath('setpriv') : undefined;
  return setpriv ? [setpriv, '--pdeathsig', 'KILL', server] : [server];
}

function killQuietly(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // Already gone.
  }
}
