import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisNode, type RedisTopology } from '@sluice/tools/redis';
import type { Restart, SplitClient } from '../src/index.ts';
import { everyServer } from './every-server.ts';
import { allInSync, ask, callsOf, clientOf, holds } from './servers.ts';

const KEYS = Array.from({ length: 1000 }, (_, i) => `key:${i}`);
const MEMBERS = KEYS.map((key, i): [string, string] => [key, `${i}`]);

const gathered = async <T>(batches: AsyncGenerator<T[]>): Promise<T[]> => {
  const all: T[] = [];
  for await (const batch of batches) all.push(...batch);
  return all;
};
/** A batch may come twice when a table grows meanwhile. */
const sorted = <T>(all: readonly T[]): T[] => [...new Map(all.map((each) => [String(each), each])).values()].sort();

describe.each(everyServer)('iterators on $name', ({ path }) => {
  let topology: RedisTopology;
  let client: SplitClient;
  let nodes: RedisNode[];

  beforeAll(async () => {
    topology = await startRedisTopology({ replicas: 2, server: path });
    nodes = [topology.primary, ...topology.replicas];
    client = clientOf(topology);
    await allInSync(client);
    await client.mset(Object.fromEntries(MEMBERS));
    await client.sadd('set', ...KEYS);
    await client.hset('hash', ...MEMBERS.flat());
    await client.zadd('zset', ...MEMBERS.flatMap(([member, score]) => [score, member]));
    await client.set('last', 'written');
    for (const replica of topology.replicas) await holds(replica, 'last', 'written');
  });

  afterAll(async () => {
    await client.close();
    await topology.stop();
  });

  const scansOf = () => Promise.all(nodes.map((node) => callsOf(node, 'scan')));

  /** The replica that answered scans since then. */
  async function scanned(before: readonly number[]): Promise<RedisNode> {
    const after = await scansOf();
    const node = nodes.find((_, i) => (after[i] ?? 0) > (before[i] ?? 0));
    if (!node) throw new Error('Expected a node that was scanned');
    return node;
  }

  it('gives all keys, from one replica', async () => {
    const before = await scansOf();
    const keys = await gathered(client.scanIterator({ match: 'key:*', count: 100 }));
    const calls = (await scansOf()).map((after, i) => after - (before[i] ?? 0));

    expect(sorted(keys)).toEqual(sorted(KEYS));
    expect(calls[0]).toBe(0);
    expect(calls.filter((each) => each > 0)).toHaveLength(1);
  });

  it('gives the keys of one type', async () => {
    expect(await gathered(client.scanIterator({ type: 'zset' }))).toEqual(['zset']);
  });

  it('gives what a key holds', async () => {
    expect(sorted(await gathered(client.sscanIterator('set')))).toEqual(sorted(KEYS));
    expect(sorted(await gathered(client.hscanIterator('hash', { count: 100 })))).toEqual(sorted(MEMBERS));
    expect(sorted(await gathered(client.zscanIterator('zset', { match: 'key:99?' })))).toEqual(
      sorted(MEMBERS.filter(([member]) => /^key:99.$/.test(member))),
    );
    expect(await gathered(client.with({ from: 'primary' }).sscanIterator('nothing'))).toEqual([]);
  });

  it('asks for no more once it is left', async () => {
    for await (const batch of client.scanIterator({ count: 10 })) {
      expect(batch.length).toBeGreaterThan(0);
      break;
    }
    const before = await scansOf();
    // Whatever had been sent by then would be answered before this.
    await Promise.all(nodes.map((node) => ask(node, (redis) => redis.ping())));

    expect(await scansOf()).toEqual(before);
  });

  it.each<[string, (replica: RedisNode) => Promise<unknown>]>([
    ['its connection is closed', (replica) => ask(replica, (redis) => redis.client('KILL', 'TYPE', 'NORMAL'))],
    // It comes back empty-handed, and gets the data from the primary.
    ['its replica is restarted', (replica) => replica.kill().then(() => replica.restart())],
  ])('starts again, misses nothing and says so, when %s', async (_name, disturb) => {
    const before = await scansOf();
    const restarts: Restart[] = [];
    const keys: string[] = [];
    let replica: RedisNode | undefined;
    for await (const batch of client.scanIterator({ match: 'key:*', count: 10, onRestart: (r) => restarts.push(r) })) {
      keys.push(...batch);
      if (replica) continue;
      replica = await scanned(before);
      await disturb(replica);
    }

    expect(sorted(keys)).toEqual(sorted(KEYS));
    expect(restarts.length).toBeGreaterThan(0);
  });

  it('passes on what the server answers', async () => {
    await expect(gathered(client.hscanIterator('set'))).rejects.toThrow('WRONGTYPE');
  });
});
