import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import { defineReadScript, type SplitClient } from '../src/index.ts';
import { everyServer } from './every-server.ts';
import { allInSync, ask, callsOf, clientOf, holds } from './servers.ts';

const both = defineReadScript({ lua: "return {redis.call('GET', KEYS[1]), redis.call('GET', KEYS[2]), ARGV[1]}" });
const writing = defineReadScript({ lua: "return redis.call('SET', KEYS[1], ARGV[1])" });
/** To a replica it looks like a write from the start, to a primary only as one that is not allowed. */
const declared = defineReadScript({ lua: "#!lua\nreturn redis.call('SET', KEYS[1], ARGV[1])" });

describe.each(everyServer)('read-only scripts on $name', ({ path }) => {
  let topology: RedisTopology;
  let client: SplitClient;

  beforeAll(async () => {
    topology = await startRedisTopology({ replicas: 2, server: path });
    client = clientOf(topology);
    await allInSync(client);
    await client.mset('a', '1', 'b', '2');
    for (const replica of topology.replicas) await holds(replica, 'b', '2');
  });

  afterAll(async () => {
    await client.close();
    await topology.stop();
  });

  const times = async (n: number, work: () => Promise<unknown>) => {
    for (let i = 0; i < n; i++) await work();
  };

  it('run on the replicas by digest, and bring their code to those that do not know it', async () => {
    const tenCallers = () => Promise.all(Array.from({ length: 10 }, () => client.readScript(both, ['a', 'b'], [3])));
    await times(20, async () => expect(await tenCallers()).toEqual(Array(10).fill(['1', '2', '3'])));
    const calls = async (command: string) =>
      (await Promise.all(topology.replicas.map((node) => callsOf(node, command)))).reduce((sum, each) => sum + each);

    expect(await calls('evalsha_ro')).toBe(200);
    // Ten callers at once may meet each of the two before it knows the script.
    expect(await calls('eval_ro')).toBeGreaterThan(0);
    expect(await calls('eval_ro')).toBeLessThan(60);
    expect(await callsOf(topology.primary, 'evalsha_ro')).toBe(0);
    expect(await callsOf(topology.primary, 'eval_ro')).toBe(0);
  });

  it('run on when a replica has forgotten them', async () => {
    for (const replica of topology.replicas) await ask(replica, (redis) => redis.script('FLUSH'));

    await times(20, async () => expect(await client.readScript(both, ['a', 'b'], [3])).toEqual(['1', '2', '3']));
  });

  it('see what their session wrote', async () => {
    const session = client.session();
    for (let i = 0; i < 20; i++) {
      await session.set('a', i);
      expect(await session.readScript(both, ['a', 'b'], [3])).toEqual([`${i}`, '2', '3']);
    }
  });

  it.each([
    ['one that writes', writing],
    ['one that does not say that it only reads', declared],
  ])('are refused by the server, and no replica is blamed for it: %s', async (_name, script) => {
    const downs: unknown[] = [];
    const note = (status: unknown) => downs.push(status);
    client.on('nodeDown', note);
    await times(10, () => expect(client.readScript(script, ['b'], ['x'])).rejects.toThrow(/write|READONLY/i));
    client.off('nodeDown', note);

    expect(downs).toEqual([]);
    expect(await client.get('b')).toBe('2');
  });
});
