import type { Link, RedisNode, RedisTopology } from '@sluice/tools/redis';
import { Redis } from 'ioredis';
import { createSplitClient, type SplitClient, type SplitOptions, type Topology } from '../src/index.ts';
import { until } from './until.ts';

/** A client that is told of all nodes, with periods that suit a test. */
export function clientOf({ primary, replicas }: RedisTopology, options: Partial<SplitOptions> = {}): SplitClient {
  return createSplitClient({
    topology: { kind: 'static', nodes: [primary, ...replicas].map(({ url }) => url) },
    // Generous: the machine may be busy, and no test is about speed.
    commandTimeoutMs: 4000,
    probeIntervalMs: 100,
    slowStartMs: 0,
    writeQueue: { timeoutMs: 0 },
    ...options,
  });
}

/** The same by addresses of fixed roles, the primary's behind a link that may lead to another server one day. */
export const behind = ({ url }: Link, { replicas }: RedisTopology): Topology => ({
  kind: 'virtual',
  primary: url,
  replicas: replicas.map((replica) => replica.url),
});

export const allInSync = (client: SplitClient): Promise<void> =>
  until(() => client.nodes().every(({ inSync }) => inSync));

/** What the client says of this server. */
export const statusOf = (client: SplitClient, { port }: RedisNode) =>
  client.nodes().find(({ address }) => address.endsWith(`:${port}`));

/** Resolves when the server was asked by plain ioredis, not by the client under test. */
export async function ask<T>({ url }: RedisNode, question: (redis: Redis) => Promise<T>): Promise<T> {
  const redis = new Redis(url);
  try {
    return await question(redis);
  } finally {
    // Not QUIT, which Sentinels do not know.
    redis.disconnect();
  }
}

/** How often the server has run a command since it started. */
export const callsOf = (node: RedisNode, command: string): Promise<number> =>
  ask(node, async (redis) => {
    const stats = await redis.info('commandstats');
    return Number(new RegExp(`^cmdstat_${command}:calls=(\\d+)`, 'm').exec(stats)?.[1] ?? 0);
  });

/** Resolves when the server has the value; replication is asynchronous. */
export const holds = (node: RedisNode, key: string, value: string): Promise<void> =>
  ask(node, (redis) => until(async () => (await redis.get(key)) === value));

/** The server's list of its ordinary connections, a line each; the one that asks is among them. */
export const connectionsOf = (node: RedisNode): Promise<string[]> =>
  ask(node, async (redis) =>
    String(await redis.call('CLIENT', 'LIST', 'TYPE', 'NORMAL'))
      .trim()
      .split('\n'),
  );

export function twoOf<T>([first, second]: readonly T[]): [T, T] {
  if (!first || !second) throw new Error('Expected two replicas');
  return [first, second];
}

/** Resolves when the server follows its primary. */
export const inSync = (replica: RedisNode): Promise<void> =>
  ask(replica, (redis) => until(async () => (await redis.info('replication')).includes('master_link_status:up')));

/** Let the replica follow its primary over this link. */
export async function followThrough(replica: RedisNode, { port }: Link): Promise<void> {
  await ask(replica, (redis) => redis.replicaof('127.0.0.1', port));
  await inSync(replica);
}
