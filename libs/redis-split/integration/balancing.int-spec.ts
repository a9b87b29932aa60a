import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Link, type RedisNode, type RedisTopology, startLink, startRedisTopology } from '@sluice/tools/redis';
import type { SplitClient, SplitOptions } from '../src/index.ts';
import { everyServer } from './every-server.ts';
import { allInSync, ask, callsOf, clientOf, holds, statusOf, twoOf } from './servers.ts';
import { until } from './until.ts';

/** Far more than a read takes on a busy machine, and far less than a test may take. */
const SLOW_MS = 300;

describe('which replica gets a read', () => {
  let topology: RedisTopology;
  let first: RedisNode;
  let second: RedisNode;
  /** How the client reaches the first replica. */
  let link: Link;
  let client: SplitClient;

  beforeEach(async () => {
    topology = await startRedisTopology({ replicas: 2 });
    [first, second] = twoOf(topology.replicas);
    link = await startLink(first.port);
    await ask(topology.primary, (redis) => redis.set('k', 'v'));
    for (const node of topology.replicas) await holds(node, 'k', 'v');
  });

  afterEach(async () => {
    await client.close();
    await topology.stop();
    await link.close();
  });

  const open = async (options: Partial<SplitOptions> = {}): Promise<void> => {
    const nodes = [topology.primary.url, link.url, second.url];
    client = clientOf(topology, { topology: { kind: 'static', nodes }, ...options });
    await allInSync(client);
  };

  const readsOf = async (count: number): Promise<[number, number]> => {
    const before = await Promise.all([first, second].map((node) => callsOf(node, 'get')));
    for (let i = 0; i < count; i++) expect(await client.get('k')).toBe('v');
    const after = await Promise.all([first, second].map((node) => callsOf(node, 'get')));
    return [(after[0] ?? 0) - (before[0] ?? 0), (after[1] ?? 0) - (before[1] ?? 0)];
  };

  it('is hardly ever one that is slow', async () => {
    await open();
    link.delay(SLOW_MS);
    // It has to be met to be known.
    await until(async () => {
      await client.get('k');
      return (client.metrics().nodes.find(({ address }) => link.url.endsWith(address))?.latencyMs ?? 0) >= SLOW_MS;
    });
    const [slow, fast] = await readsOf(50);

    expect(fast).toBeGreaterThan(slow * 5);
  });

  it('is one of the own zone while that has any', async () => {
    const here = { own: 'here', of: { [new URL(link.url).host]: 'here', [`127.0.0.1:${second.port}`]: 'elsewhere' } };
    await open({ zone: here });
    expect(await readsOf(30)).toEqual([30, 0]);

    await first.kill();
    await until(() => client.nodes().some(({ ready, address }) => !ready && link.url.endsWith(address)));
    for (let i = 0; i < 10; i++) expect(await client.get('k')).toBe('v');
    expect(await callsOf(topology.primary, 'get')).toBe(0);
  });

  it('is a second one too when the first is late and the read is hedged', async () => {
    await open({ hedging: { budgetRatio: 0.05, quantile: 0.95 } });
    const hedged = client.with({ hedge: true });
    // What is late is learned from what is usual.
    for (let i = 0; i < 300; i++) await hedged.get('k');
    first.pause();
    const answers = await Promise.all(Array.from({ length: 8 }, () => hedged.get('k')));
    first.resume();

    expect(answers).toEqual(Array(8).fill('v'));
    const { hedges } = client.metrics();
    expect(hedges.won + hedges.lost).toBeGreaterThan(0);
    // 20 reads pay for one.
    expect(hedges.won + hedges.lost).toBeLessThanOrEqual(Math.ceil(308 / 20));
  });

  it('is not for a while one that failed', async () => {
    await open({ commandTimeoutMs: 200 });
    first.pause();
    await until(async () => {
      expect(await client.get('k')).toBe('v');
      return client.nodes().some(({ ready, address }) => !ready && link.url.endsWith(address));
    });
    first.resume();
    await until(() => client.nodes().every(({ ready }) => ready));
    await until(async () => (await readsOf(5))[0] > 0);
  });
});

describe.each(everyServer.filter(({ name }) => name.startsWith('valkey')))('the zone that $name tells', ({ path }) => {
  it('is used without being listed', async () => {
    const topology = await startRedisTopology({ replicas: 2, server: path });
    const [near, far] = twoOf(topology.replicas);
    const place = (node: RedisNode, zone: string) =>
      ask(node, (redis) => redis.config('SET', 'availability-zone', zone));
    await place(near, 'a');
    await place(far, 'b');
    const client = clientOf(topology, { zone: { own: 'a' } });
    try {
      await allInSync(client);
      for (let i = 0; i < 20; i++) await client.get('k');

      expect(await callsOf(near, 'get')).toBe(20);
      expect(statusOf(client, far)?.ready).toBe(true);
    } finally {
      await client.close();
      await topology.stop();
    }
  });
});
