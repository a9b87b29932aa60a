import { performance } from 'node:perf_hooks';
import { PRIMARY_NAME } from '@sluice/tools/redis';
import { until } from '../../integration/until.ts';
import { rest, type Cluster } from './cluster.ts';
import type { FaultKinds } from './fault.ts';
import { agreedPrimary } from './sentinels.ts';

const kinds = ['sentinel'] as const;
const changesHistory = true;

/** Sentinels promote a replica by themselves. Whoever comes back later believes to be the primary until they tell it otherwise. */
export const failovers: FaultKinds = {
  'Sentinels: the primary is killed': {
    kinds,
    changesHistory,
    run: async (cluster, random) => {
      const { primary } = cluster;
      await primary.node.kill();
      await failedOver(cluster);
      await rest(random.whole(0, 300));
      await primary.node.restart({
        replicaOf: 'nobody',
        data: random.pick(['nothing', 'snapshot', 'append-only file']),
      });
      await cluster.settled();
    },
  },
  'Sentinels: the primary is frozen': {
    kinds,
    changesHistory,
    run: async (cluster, random) => {
      const { primary } = cluster;
      // Again and again: a disturbance may thaw it.
      await failedOver(cluster, () => primary.node.pause());
      await rest(random.whole(0, 300));
      await cluster.settled();
    },
  },
  // What the replicas have not received goes with it.
  'Sentinels: the primary is killed while replication is held up': {
    kinds,
    changesHistory,
    run: async (cluster, random) => {
      const { primary, replicas } = cluster;
      for (const replica of replicas) {
        replica.feed.leadTo(primary.node.port);
        await cluster.ask(replica, (redis) => redis.replicaof('127.0.0.1', replica.feed.port));
      }
      await until(async () =>
        (await cluster.ask(primary, (redis) => redis.info('replication'))).includes('connected_slaves:2'),
      );
      for (const { feed } of replicas) feed.hold();
      await rest(random.whole(50, 300));
      await primary.node.kill();
      await failedOver(cluster);
      await primary.node.restart({ replicaOf: 'nobody', data: 'append-only file' });
      await cluster.settled();
    },
  },
  'Sentinels: failover on demand': {
    kinds,
    changesHistory,
    run: async (cluster, random) => {
      const sentinel = cluster.sentinels[random.whole(0, cluster.sentinels.length - 1)];
      if (!sentinel) return;
      // Refused while the last one is not over, and given up when the chosen replica freezes: then it is asked for again.
      let askAtMs = 0;
      await failedOver(cluster, async () => {
        if (performance.now() < askAtMs) return;
        const asked = await cluster.ask({ node: sentinel }, (redis) =>
          redis.call('SENTINEL', 'FAILOVER', PRIMARY_NAME).then(
            () => true,
            () => false,
          ),
        );
        if (asked) askAtMs = performance.now() + GIVEN_UP_AFTER_MS;
      });
      await cluster.settled();
    },
  },
  'kill the connections of replicas': {
    kinds,
    run: async (cluster) => {
      await cluster.ask(cluster.primary, (redis) => redis.call('CLIENT', 'KILL', 'TYPE', 'REPLICA'));
      await cluster.settled();
    },
  },
};

/** Longer than Sentinels take for a failover that succeeds. */
const GIVEN_UP_AFTER_MS = 8000;

/** Resolves when all Sentinels name another primary than before. */
async function failedOver(cluster: Cluster, meanwhile: () => void | Promise<void> = () => undefined): Promise<void> {
  const before = cluster.configEpoch;
  await until(async () => {
    await meanwhile();
    const agreed = await agreedPrimary(
      cluster.sentinels.map((node) => ({ node })),
      (each, question) => cluster.ask(each, question),
    );
    return agreed !== undefined && agreed.configEpoch > before;
  });
}
