import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Link, type RedisNode, type RedisTopology, startLink, startRedisTopology } from '@sluice/tools/redis';
import type { SplitClient, SplitEvents } from '../src/index.ts';
import { everyServer } from './every-server.ts';
import { allInSync, ask, behind, callsOf, clientOf, followThrough, holds, inSync, twoOf } from './servers.ts';
import { until } from './until.ts';

describe.each(everyServer)('sessions and tokens, on $name', ({ path: server }) => {
  let topology: RedisTopology;
  let lagging: RedisNode;
  let current: RedisNode;
  /** How `lagging` follows the primary. */
  let replication: Link;
  /** How the client reaches the primary: as behind a virtual address, that may lead to another server after a failover. */
  let address: Link;
  let client: SplitClient;

  beforeEach(async () => {
    topology = await startRedisTopology({ replicas: 2, server });
    [lagging, current] = twoOf(topology.replicas);
    replication = await startLink(topology.primary.port);
    address = await startLink(topology.primary.port);
    await followThrough(lagging, replication);
    client = clientAt(address);
    await allInSync(client);
    await client.set('k', 'old');
    for (const node of topology.replicas) await holds(node, 'k', 'old');
  });

  afterEach(async () => {
    await client.close();
    await topology.stop();
    await replication.close();
    await address.close();
  });

  const clientAt = (link: Link, options = {}): SplitClient =>
    clientOf(topology, { topology: behind(link, topology), sampleIntervalMs: 20, ...options });

  /** `lagging` is promoted without what it has not received; all that reach the primary by its address reach it now. */
  async function failOverToLagging(): Promise<void> {
    await ask(lagging, (redis) => redis.replicaof('NO', 'ONE'));
    await topology.primary.kill();
    await ask(current, (redis) => redis.replicaof('127.0.0.1', lagging.port));
    replication.release();
    await inSync(current);
    address.leadTo(lagging.port);
    await until(() => client.nodes()[0]?.ready === true);
  }

  it.each(['verified', 'sampled'] as const)('%s: reads its own writes, from whoever has them', async (mode) => {
    replication.hold();
    const own = clientAt(address, { reads: { mode } });
    try {
      await allInSync(own);
      const session = own.session();
      for (let i = 0; i < 50; i++) {
        await session.set('k', i);
        expect(await session.get('k')).toBe(`${i}`);
      }
      // Not awaited: order is enough.
      const [, value] = await Promise.all([session.set('k', 'last'), session.get('k')]);
      expect(value).toBe('last');
    } finally {
      await own.close();
    }
  });

  it('uses replicas for that, once they have caught up', async () => {
    const session = client.session();
    await session.set('k', 'new');
    for (const node of topology.replicas) await holds(node, 'k', 'new');
    const before = await callsOf(topology.primary, 'get');
    for (let i = 0; i < 20; i++) expect(await session.get('k')).toBe('new');

    expect(await callsOf(topology.primary, 'get')).toBe(before);
  });

  it('reads what its transactions, pipelines and scripts wrote', async () => {
    replication.hold();
    current.pause();
    const session = client.session();
    await session.multi().set('k', 'multi').exec();
    expect(await session.get('k')).toBe('multi');
    await session.pipeline().set('k', 'pipeline').exec();
    expect(await session.get('k')).toBe('pipeline');
    await session.eval("return redis.call('SET', KEYS[1], 'script')", 1, 'k');
    expect(await session.get('k')).toBe('script');
    current.resume();
  });

  it('never goes back, though another one wrote', async () => {
    replication.hold();
    const session = client.session();
    let newest = -1;
    for (let i = 0; i < 200; i++) {
      await client.set('n', i);
      const seen = Number((await session.get('n')) ?? -1);
      expect(seen).toBeGreaterThanOrEqual(newest);
      newest = seen;
    }
    expect(newest).toBeGreaterThan(-1);
  });

  it('covers every command inside `inSession`, also through `with`, and none outside', async () => {
    replication.hold();
    const write = () => client.set('k', 'inside');
    await client.inSession(async (session) => {
      await write();
      for (let i = 0; i < 10; i++) {
        expect(await client.get('k')).toBe('inside');
        expect(await client.with({ maxStalenessMs: 60_000 }).get('k')).toBe('inside');
        expect(await session.get('k')).toBe('inside');
      }
    });

    const outside = await Promise.all(Array.from({ length: 10 }, () => client.get('k')));
    expect(outside).toContain('old');
  });

  it('goes on in another process by its token', async () => {
    replication.hold();
    const session = client.session();
    expect(await session.token()).toBeUndefined();
    await session.set('k', 'new');
    const token = await session.token();
    const other = clientAt(address);
    try {
      await allInSync(other);
      for (let i = 0; i < 10; i++) expect(await other.session(token).get('k')).toBe('new');
      for (let i = 0; i < 10; i++) expect(await other.with({ after: token }).get('k')).toBe('new');
      await other.inSession(async () => expect(await other.get('k')).toBe('new'), token);
      const observing = other.session();
      observing.observe(String(token));
      expect(await observing.get('k')).toBe('new');
    } finally {
      await other.close();
    }
  });

  it('takes a token that is newer than all it knows, and rejects one that nobody can have got', async () => {
    const session = client.session();
    // So seldom that what this client knows of the primary is old.
    const seldom = clientAt(address, { probeIntervalMs: 600_000, sampleIntervalMs: 600_000 });
    try {
      await allInSync(seldom);
      await session.set('k', 'new');
      const token = await session.token();
      expect(await seldom.with({ after: token }).get('k')).toBe('new');

      const forged = String(token).replace(/\d+$/, '9000000000');
      await expect(seldom.with({ after: forged }).get('k')).rejects.toMatchObject({
        code: 'REDIS_SPLIT_TOKEN_INVALID',
      });
      await expect(seldom.session(forged).get('k')).rejects.toMatchObject({ code: 'REDIS_SPLIT_TOKEN_INVALID' });
      expect(() => seldom.session('nonsense')).toThrow(expect.objectContaining({ code: 'REDIS_SPLIT_TOKEN_INVALID' }));
    } finally {
      await seldom.close();
    }
  });

  it('keeps a write that a failover kept', async () => {
    const session = client.session();
    await session.set('k', 'kept');
    for (const node of topology.replicas) await holds(node, 'k', 'kept');
    const token = await session.token();

    await failOverToLagging();

    expect(await session.get('k')).toBe('kept');
    await until(async () => (await client.read({ after: token }, (view) => view.get('k'))).outcome === 'replica');
  });

  it('reports a write that a failover lost, though the new primary has passed its offset', async () => {
    const reported: SplitEvents['lostWrite'][0][] = [];
    client.on('lostWrite', (lost) => reported.push(lost));
    const session = client.session();
    replication.hold();
    await session.set('k', 'lost');
    const token = String(await session.token());
    await failOverToLagging();
    await client.set('filler', 'x'.repeat(10_000));

    await expect(client.with({ after: token }).get('k')).rejects.toMatchObject({
      code: 'REDIS_SPLIT_TOKEN_LOST',
      token,
      forkOffset: expect.any(BigInt),
    });
    await expect(session.get('k')).rejects.toMatchObject({ code: 'REDIS_SPLIT_TOKEN_LOST' });
    expect(reported.map((lost) => lost.token)).toEqual([token, token]);

    // Told once; the session goes on with what there is.
    expect(await session.get('k')).toBe('old');
  });

  it('asks the primary and says so when nobody knows what became of a write', async () => {
    const session = client.session();
    await session.set('k', 'new');
    const token = await session.token();
    const events: SplitEvents['lineageUnknown'][0][] = [];
    client.on('lineageUnknown', (event) => events.push(event));
    // From its append-only file it comes back with the data, but without its history.
    await topology.primary.restart();
    await until(() => client.nodes()[0]?.ready === true);

    const { outcome, node, value } = await client.read({ after: token }, (view) => view.get('k'));
    expect({ outcome, role: node.role, value }).toEqual({ outcome: 'unknown', role: 'primary', value: 'new' });
    expect(await session.get('k')).toBe('new');
    expect(events).toEqual([{ token }, { token }]);
    await session.get('k');
    expect(events).toHaveLength(2);
  });

  it('does not know what became of a write when the primary was demoted before it said where that is', async () => {
    const session = client.session();
    await session.multi().set('k', 'new').replicaof('127.0.0.1', 1).exec();

    await expect(session.token()).rejects.toMatchObject({ code: 'REDIS_SPLIT_AMBIGUOUS_WRITE' });
  });

  it('keeps every write when a primary gets its first replica, which changes the id of its history', async () => {
    const alone = await startRedisTopology({ replicas: 1, server });
    const [replica] = alone.replicas;
    if (!replica) throw new Error('Expected a replica');
    // A fresh primary that never had a replica.
    await replica.kill();
    await alone.primary.kill();
    await alone.primary.restart();
    const own = clientOf(alone, { sampleIntervalMs: 20 });
    try {
      await own.ready({ timeoutMs: 30_000 });
      const session = own.session();
      await session.set('k', 'before');
      const token = await session.token();
      await replica.restart();
      await allInSync(own);

      await until(async () => {
        const { value, outcome } = await own.read({ after: token }, (view) => view.get('k'));
        expect({ value, known: outcome !== 'unknown' }).toEqual({ value: 'before', known: true });
        return outcome === 'replica';
      });
    } finally {
      await own.close();
      await alone.stop();
    }
  });
});
