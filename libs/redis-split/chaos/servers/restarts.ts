import { until } from '../../integration/until.ts';
import { KINDS } from '../plan/settings.ts';
import { rest, type Cluster, type Member } from './cluster.ts';
import { anyOf } from './disturbances.ts';
import type { FaultKinds } from './fault.ts';

const kinds = KINDS;
const changesHistory = true;

/** Servers are killed and come back, with their data or without. */
export const restarts: FaultKinds = {
  'restart the primary from its append-only file': {
    kinds,
    changesHistory,
    run: async (cluster) => {
      await writeAppendOnlyFile(cluster, cluster.primary);
      await cluster.primary.node.restart({ replicaOf: 'nobody', data: 'append-only file' });
      await cluster.settled();
    },
  },
  'restart the primary from a snapshot': {
    kinds,
    changesHistory,
    losesData: true,
    run: async (cluster, random) => {
      await saveSnapshot(cluster, cluster.primary);
      await rest(random.whole(0, 100));
      await cluster.primary.node.restart({ replicaOf: 'nobody', data: 'snapshot' });
      await cluster.settled();
    },
  },
  'restart the primary empty': {
    kinds,
    changesHistory,
    losesData: true,
    run: async (cluster) => {
      await cluster.primary.node.restart({ replicaOf: 'nobody', data: 'nothing' });
      await cluster.settled();
    },
  },
  'restart a replica empty': {
    kinds,
    run: async (cluster, random) => {
      const replica = anyOf(cluster.replicas, random);
      await replica.node.kill();
      await rest(random.whole(0, 300));
      await replica.node.restart({ replicaOf: cluster.wayTo(cluster.primary, replica), data: 'nothing' });
      await cluster.settled();
    },
  },
  'restart a replica from a snapshot': {
    kinds,
    run: async (cluster, random) => {
      const replica = anyOf(cluster.replicas, random);
      await saveSnapshot(cluster, replica);
      await rest(random.whole(0, 300));
      await replica.node.restart({ replicaOf: cluster.wayTo(cluster.primary, replica), data: 'snapshot' });
      await cluster.settled();
    },
  },
};

/** Refused while one for a replica is under way. */
const saveSnapshot = (cluster: Cluster, member: Member): Promise<void> =>
  until(() =>
    cluster.ask(member, (redis) =>
      redis.save().then(
        () => true,
        () => false,
      ),
    ),
  );

async function writeAppendOnlyFile(cluster: Cluster, member: Member): Promise<void> {
  await cluster.ask(member, (redis) => redis.config('SET', 'appendonly', 'yes'));
  await until(async () => {
    const info = await cluster.ask(member, (redis) => redis.info('persistence'));
    return ['aof_enabled:1', 'aof_rewrite_in_progress:0', 'aof_rewrite_scheduled:0'].every((line) =>
      info.includes(line),
    );
  });
}
