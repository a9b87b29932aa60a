import { PRIMARY_NAME, type RedisNode } from '@sluice/tools/redis';
import type { Redis } from 'ioredis';

interface Named {
  readonly port: number;
  readonly configEpoch: number;
}

type Ask = <T>(sentinel: { readonly node: RedisNode }, question: (redis: Redis) => Promise<T>) => Promise<T>;

/** The primary that all Sentinels name; `undefined` when they do not agree, or are about to change it. */
export async function agreedPrimary(
  sentinels: readonly { readonly node: RedisNode }[],
  ask: Ask,
): Promise<Named | undefined> {
  const [first, ...others] = await Promise.all(sentinels.map((sentinel) => ask(sentinel, primaryNamedBy)));
  return first && others.every((each) => each?.port === first.port && each.configEpoch === first.configEpoch)
    ? first
    : undefined;
}

async function primaryNamedBy(redis: Redis): Promise<Named | undefined> {
  const fields = await redis.call('SENTINEL', 'MASTER', PRIMARY_NAME);
  // RESP3 gives a map, RESP2 a flat list.
  const list = fields instanceof Map ? [...(fields as Map<string, string>)].flat() : (fields as string[]);
  const field = (name: string) => list[list.indexOf(name) + 1];
  return field('flags') === 'master'
    ? { port: Number(field('port')), configEpoch: Number(field('config-epoch')) }
    : undefined;
}
