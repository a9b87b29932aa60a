import type { Random } from '../random.ts';
import { rest, type Cluster, type Member } from './cluster.ts';
import { anyOf } from './disturbances.ts';
import type { FaultKinds } from './fault.ts';

const kinds = ['virtual', 'static'] as const;

/** Replicas copy everything again, or get it from another server. */
export const resyncs: FaultKinds = {
  'copy all: the primary renamed its history': {
    kinds,
    changesHistory: true,
    run: async (cluster, random) => {
      const replica = anyOf(cluster.replicas, random);
      await chooseTransfer(cluster, replica, random);
      await cluster.ask(cluster.primary, (redis) => redis.call('DEBUG', 'CHANGE-REPL-ID'));
      replica.feed.cut();
      await cluster.settled();
    },
  },
  'copy all: the backlog was too short': {
    kinds,
    run: async (cluster, random) => {
      const replica = anyOf(cluster.replicas, random);
      await chooseTransfer(cluster, replica, random);
      await cluster.ask(cluster.primary, (redis) => redis.config('SET', 'repl-backlog-size', SHORTEST_BACKLOG));
      replica.feed.hold();
      await cluster.ask(cluster.primary, (redis) => redis.set('filler', 'x'.repeat(4 * SHORTEST_BACKLOG)));
      replica.feed.cut();
      replica.feed.release();
      await cluster.settled();
    },
  },
  'copy all: a replica left and came back': {
    kinds: ['virtual'],
    run: async (cluster, random) => {
      const replica = anyOf(cluster.replicas, random);
      await chooseTransfer(cluster, replica, random);
      await cluster.ask(replica, (redis) => redis.replicaof('NO', 'ONE'));
      await rest(random.whole(0, 300));
      await cluster.follow(replica, cluster.primary);
      await cluster.settled();
    },
  },
  // Which may lag: then it copies all, and older data than it had.
  'follow another replica for a while': {
    kinds,
    setsBack: true,
    run: async (cluster, random) => {
      const replica = anyOf(cluster.replicas, random);
      const [other] = cluster.replicas.filter((each) => each !== replica);
      if (other) await cluster.follow(replica, other);
      await rest(random.whole(50, 800));
      await cluster.follow(replica, cluster.primary);
      await cluster.settled();
    },
  },
};

/** The shortest that a server accepts, in bytes. */
const SHORTEST_BACKLOG = 16 * 1024;

/** Whether a snapshot passes a file on either side, and whether the old data are served until the new ones are complete. */
async function chooseTransfer(cluster: Cluster, replica: Member, random: Random): Promise<void> {
  const load = random.pick(['disabled', 'on-empty-db', 'swapdb']);
  const sync = random.pick(['yes', 'no']);
  await cluster.ask(replica, (redis) => redis.config('SET', 'repl-diskless-load', load));
  await cluster.ask(cluster.primary, (redis) => redis.config('SET', 'repl-diskless-sync', sync));
}
