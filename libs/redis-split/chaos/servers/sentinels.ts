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
  const reply = await redis.call('SENTINEL', 'MASTER', PRIMARY_NAME);
  const fields = reply instanceof Map ? Object.fromEntries(reply) : fromList(reply as string[]);
  if (fields['flags'] !== 'master') return undefined;
  return { port: Number(fields['port']), configEpoch: Number(fields['config-epoch']) };
}

const fromList = (list: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(Array.from({ length: list.length / 2 }, (_, i) => [list[2 * i], list[2 * i + 1]]));
