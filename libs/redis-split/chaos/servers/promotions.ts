import type { Random } from '../random.ts';
import { rest, type Cluster, type Member } from './cluster.ts';
import { anyOf } from './disturbances.ts';
import type { FaultKinds } from './fault.ts';

const kinds = ['virtual', 'static'] as const;
const changesHistory = true;

/** An operator promotes a replica by hand. */
export const promotions: FaultKinds = {
  'promote, and demote the primary first': {
    kinds,
    changesHistory,
    run: async (cluster, random) => {
      const [old, next] = await candidate(cluster, random);
      await cluster.follow(old, next);
      await promote(cluster, next);
      await cluster.settled();
    },
  },
  'promote when the primary was killed': {
    kinds,
    changesHistory,
    run: async (cluster, random) => {
      const [old, next] = await candidate(cluster, random);
      await old.node.kill();
      await promote(cluster, next);
      await rest(random.whole(0, 300));
      await old.node.restart({
        replicaOf: cluster.wayTo(next, old),
        data: random.pick(['nothing', 'snapshot', 'append-only file']),
      });
      await cluster.settled();
    },
  },
  // When the old one is thawed it believes to be the primary still, with what was left in its sockets. Whoever asks the nodes
  // themselves, as with a static list, cannot tell the two apart: the client does not promise to.
  'promote while the primary is frozen': {
    kinds: ['virtual'],
    changesHistory,
    run: async (cluster, random) => {
      const [old, next] = await candidate(cluster, random);
      old.node.pause();
      await rest(random.whole(0, 200));
      await promote(cluster, next);
      await rest(random.whole(0, 200));
      old.node.resume();
      await rest(random.whole(0, 200));
      await cluster.follow(old, next);
      await cluster.settled();
    },
  },
};

/** The primary, and a replica that may lag: then what it has not received will be lost. */
async function candidate(cluster: Cluster, random: Random): Promise<[old: Member, next: Member]> {
  const next = anyOf(cluster.replicas, random);
  const lagging = cluster.replicas.filter((replica) => (replica === next ? random.chance(0.7) : random.chance(0.3)));
  for (const { feed } of lagging) feed.hold();
  await rest(random.whole(0, 300));
  return [cluster.primary, next];
}

/** The others follow it as soon as it is the primary; what was held up before does not reach them any more. */
async function promote(cluster: Cluster, next: Member): Promise<void> {
  const others = cluster.replicas.filter((replica) => replica !== next);
  await cluster.ask(next, (redis) => redis.replicaof('NO', 'ONE'));
  for (const { feed } of others) feed.leadTo(next.node.port);
  for (const { feed } of cluster.members) feed.release();
  cluster.appoint(next);
}
