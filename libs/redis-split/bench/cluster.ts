import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, startRedisTopology } from '@sluice/tools/redis';
import { Cluster } from 'ioredis';
import { openBare } from './clients.ts';

/** A client of a Redis Cluster that reads from replicas, as near as ioredis itself comes to what we do. */
export interface ClusterOfOne {
  readonly client: Cluster;
  close(): Promise<void>;
}

/** One primary that holds everything, and one replica. */
export async function openCluster(): Promise<ClusterOfOne> {
  // The second port of a node is the first one plus 10000 unless told, and may not exist.
  const settings = (port: number) => ['--cluster-enabled', 'yes', '--cluster-port', `${port}`];
  const busPorts = await Promise.all([freePort(), freePort()]);
  const topologies = await Promise.all(
    busPorts.map((port) => startRedisTopology({ replicas: 0, settings: settings(port) })),
  );
  const stop = () => Promise.all(topologies.map((topology) => topology.stop()));
  try {
    const [first, second] = topologies.map((topology) => topology.primary);
    if (!first || !second) throw new Error('Expected two nodes');
    await join(first.url, second.url, busPorts[0]);
    const client = new Cluster([{ host: '127.0.0.1', port: first.port }], { scaleReads: 'slave' });
    await once(client, 'ready');
    return {
      client,
      close: async () => {
        await client.quit();
        await stop();
      },
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function join(primaryUrl: string, replicaUrl: string, busPort: number): Promise<void> {
  const [primary, replica] = await Promise.all([openBare(primaryUrl), openBare(replicaUrl)]);
  await primary.call('CLUSTER', 'ADDSLOTSRANGE', 0, 16383);
  const id = String(await primary.call('CLUSTER', 'MYID'));
  await replica.call('CLUSTER', 'MEET', '127.0.0.1', primary.options.port as number, busPort);
  const until = async (holds: () => Promise<boolean>) => {
    while (!(await holds())) await delay(20);
  };
  await until(async () => String(await replica.call('CLUSTER', 'NODES')).includes(id));
  await replica.call('CLUSTER', 'REPLICATE', id);
  await until(async () => (await replica.info('replication')).includes('master_link_status:up'));
  for (const node of [primary, replica]) {
    await until(async () => String(await node.call('CLUSTER', 'INFO')).includes('cluster_state:ok'));
  }
  // The client asks the primary which replicas there are.
  await until(async () => String(await primary.call('CLUSTER', 'NODES')).includes('slave'));
  await Promise.all([primary.quit(), replica.quit()]);
}
