import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisNode, type RedisTopology } from '@sluice/tools/redis';
import { createSplitClient, type SplitClient, type SplitEvents, type SplitOptions } from '../src/index.ts';
import { everyServer } from './every-server.ts';
import { ask, statusOf } from './servers.ts';
import { until } from './until.ts';

describe.each(everyServer)('nodes that Sentinels name, on $name', ({ path: server }) => {
  let topology: RedisTopology;
  let client: SplitClient;

  beforeEach(async () => {
    topology = await startRedisTopology({ replicas: 2, sentinels: 3, server });
    client = clientAt(topology.sentinels);
    await client.ready({ timeoutMs: 30_000 });
    await until(() => client.nodes().length === 3 && client.nodes().every(({ inSync }) => inSync));
  });

  afterEach(async () => {
    await client.close();
    await topology.stop();
  });

  const clientAt = (sentinels: readonly RedisNode[], options: Partial<SplitOptions> = {}): SplitClient =>
    createSplitClient({
      topology: { kind: 'sentinel', name: 'primary', sentinels: sentinels.map(({ url }) => url), pollIntervalMs: 200 },
      commandTimeoutMs: 4000,
      probeIntervalMs: 100,
      sampleIntervalMs: 20,
      slowStartMs: 0,
      writeQueue: { timeoutMs: 30_000 },
      ...options,
    });

  const primaryPort = () => Number(client.nodes()[0]?.address.split(':').at(-1));

  it('finds the primary and the replicas, from one Sentinel too', async () => {
    expect(primaryPort()).toBe(topology.primary.port);
    const one = clientAt(topology.sentinels.slice(0, 1));
    try {
      await one.ready({ timeoutMs: 30_000 });
      expect(await one.set('k', 'v')).toBe('OK');
      await until(() => one.nodes().length === 3);
    } finally {
      await one.close();
    }
  });

  it.each(['killed', 'frozen'] as const)(
    'follows a failover when the primary is %s: writes wait, reads go on, the zombie gets nothing',
    async (how) => {
      await client.durable({ replicas: 2, timeoutMs: 20_000 }).set('k', 'kept');
      const failovers: SplitEvents['failover'][0][] = [];
      client.on('failover', (event) => failovers.push(event));
      if (how === 'killed') await topology.primary.kill();
      else topology.primary.pause();
      // It may have been sent to the old primary: what is asked after that one was given up waits for the new one.
      await client.set('n', 0).catch(() => undefined);
      const waiting = client.set('after', 'failover');
      expect(await client.get('k')).toBe('kept');

      expect(await waiting).toBe('OK');
      expect(primaryPort()).not.toBe(topology.primary.port);
      expect(failovers).toHaveLength(1);
      expect(failovers[0]?.to.address).toBe(client.nodes()[0]?.address);

      // Whoever comes back believes to be the primary still, until it is told.
      if (how === 'killed') await topology.primary.restart({ replicaOf: 'nobody' });
      else topology.primary.resume();
      for (let i = 0; i < 50; i++) expect(await client.set('k', `${i}`)).toBe('OK');
      await until(() => statusOf(client, topology.primary)?.inSync === true);
      expect(await ask(topology.primary, (redis) => redis.get('k'))).toBe('49');
    },
  );

  it('keeps tokens over a failover, and reports what it lost', async () => {
    const session = client.session();
    await session.set('k', 'kept');
    const kept = await session.token();
    for (const replica of topology.replicas) await ask(replica, (redis) => redis.get('k'));
    await client.durable({ replicas: 2, timeoutMs: 20_000 }).set('k', 'durable');
    await topology.primary.kill();
    await client.set('other', 'v').catch(() => client.set('other', 'v'));

    expect(await client.with({ after: kept }).get('k')).toBe('durable');
    await until(async () => (await client.read({ after: kept }, (view) => view.get('k'))).outcome === 'replica');
  });

  it('believes no minority', async () => {
    const [liar] = topology.sentinels;
    const [replica] = topology.replicas;
    if (!liar || !replica) throw new Error('Expected a Sentinel and a replica');
    // One Sentinel is made to watch another primary under the same name.
    await ask(liar, async (redis) => {
      await redis.call('SENTINEL', 'REMOVE', 'primary');
      await redis.call('SENTINEL', 'MONITOR', 'primary', '127.0.0.1', `${replica.port}`, '2');
    });
    const misled = clientAt(topology.sentinels);
    try {
      await misled.ready({ timeoutMs: 30_000 });
      expect(misled.nodes()[0]?.address).toBe(`127.0.0.1:${topology.primary.port}`);
    } finally {
      await misled.close();
    }
  });

  it('goes on without Sentinels, but proves no ages then', async () => {
    await client.set('k', 'v');
    await until(async () => {
      const { stalenessMs, outcome } = await client.read({ maxStalenessMs: 2000 }, (view) => view.get('k'));
      return outcome === 'replica' && stalenessMs < 2000;
    });
    await Promise.all(topology.sentinels.map((sentinel) => sentinel.kill()));

    expect(await client.set('k', 'w')).toBe('OK');
    // Nobody confirms any more that the primary is the primary.
    await until(() => client.metrics().nodes.every(({ stalenessMs }) => stalenessMs > 1000));
    await expect(client.with({ maxStalenessMs: 1000, onStale: 'fail' }).get('k')).rejects.toMatchObject({
      code: 'REDIS_SPLIT_STALE',
    });
    const { value, stalenessMs } = await client.read({ mode: 'verified', from: 'primary' }, (view) => view.get('k'));
    expect(value).toBe('w');
    expect(stalenessMs).toBeGreaterThan(1000);
  });
});
