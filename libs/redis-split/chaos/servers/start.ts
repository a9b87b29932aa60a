import { type RedisNode, startLink, startRedisTopology } from '@sluice/tools/redis';
import type { Kind } from '../plan/settings.ts';
import { Cluster, type Member } from './cluster.ts';

/** So long that it matters when a client looks at the clock. */
const FAR = { delayMs: 15 };

/**
 * A primary with two replicas, and with Sentinels if these are to find them.
 *
 * @param server path of the program
 */
export async function startCluster(kind: Kind, server: string): Promise<Cluster> {
  const settings = ['--enable-debug-command', 'local'];
  const sentinels = kind === 'sentinel' ? 3 : 0;
  const topology = await startRedisTopology({ replicas: 2, server, settings, sentinels });
  const { primary, replicas } = topology;
  const member = async (node: RedisNode): Promise<Member> => ({
    node,
    feed: await startLink(primary.port),
    far: await startLink(node.port, FAR),
  });
  const cluster = new Cluster({
    ...{ kind, topology },
    members: [await member(primary), ...(await Promise.all(replicas.map(member)))],
    address: await startLink(primary.port),
    farAddress: await startLink(primary.port, FAR),
  });
  try {
    // Sentinels would lead them back.
    if (kind !== 'sentinel') for (const replica of cluster.replicas) await cluster.follow(replica, cluster.primary);
    await cluster.settled();
    return cluster;
  } catch (error) {
    await cluster.stop();
    throw error;
  }
}
