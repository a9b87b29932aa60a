import { KINDS } from '../plan/settings.ts';
import type { Random } from '../random.ts';
import { rest, type Member } from './cluster.ts';
import type { FaultKinds } from './fault.ts';

const kinds = KINDS;
/** Those whose replicas follow over links of ours. */
const linked = ['virtual', 'static'] as const;

/** They change neither roles nor data, and may come at any time, also in the middle of what does. */
export const disturbances: FaultKinds = {
  'freeze a replica': {
    kinds,
    run: (cluster, random) => freeze(anyOf(cluster.replicas, random), random.whole(20, 900)),
  },
  // Not so long that Sentinels would promote another one.
  'freeze the primary': {
    kinds,
    run: (cluster, random) => freeze(cluster.primary, random.whole(20, cluster.kind === 'sentinel' ? 300 : 700)),
  },
  'freeze a Sentinel': {
    kinds: ['sentinel'],
    run: (cluster, random) => freeze({ node: anyOf(cluster.sentinels, random) }, random.whole(50, 1500)),
  },
  'kill all connections of clients': {
    kinds,
    run: (cluster, random) =>
      cluster.ask(anyOf(cluster.members, random), async (redis) => {
        await redis.call('CLIENT', 'KILL', 'TYPE', 'NORMAL', 'SKIPME', 'YES');
      }),
  },
  'hold up replication': {
    kinds: linked,
    run: async (cluster, random) => {
      const { feed } = anyOf(cluster.replicas, random);
      feed.hold();
      await rest(random.whole(20, 900));
      feed.release();
    },
  },
  'slow down replication': {
    kinds: linked,
    run: async (cluster, random) => {
      const { feed } = anyOf(cluster.replicas, random);
      feed.delay(random.whole(1, 60));
      await rest(random.whole(100, 1000));
      feed.delay(0);
    },
  },
  'cut replication': {
    kinds: linked,
    run: (cluster, random) => {
      anyOf(cluster.replicas, random).feed.cut();
      return Promise.resolve();
    },
  },
};

export function anyOf<T>(members: readonly T[], random: Random): T {
  const member = members[random.whole(0, members.length - 1)];
  if (!member) throw new Error('Expected a server to choose from');
  return member;
}

async function freeze({ node }: Pick<Member, 'node'>, ms: number): Promise<void> {
  node.pause();
  await rest(ms);
  node.resume();
}
