import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisNode, type RedisTopology } from '@sluice/tools/redis';
import type { SplitClient, SplitEvents } from '../src/index.ts';
import { allInSync, ask, clientOf, holds, statusOf, twoOf } from './servers.ts';
import { until } from './until.ts';

describe('a list of nodes that change their roles', () => {
  let topology: RedisTopology;
  let first: RedisNode;
  let second: RedisNode;
  let client: SplitClient;

  beforeEach(async () => {
    topology = await startRedisTopology({ replicas: 2 });
    [first, second] = twoOf(topology.replicas);
    client = clientOf(topology, { sampleIntervalMs: 20, writeQueue: { timeoutMs: 30_000 } });
    await allInSync(client);
    await client.set('k', 'v');
    for (const node of topology.replicas) await holds(node, 'k', 'v');
  });

  afterEach(async () => {
    await client.close();
    await topology.stop();
  });

  const promote = (node: RedisNode) => ask(node, (redis) => redis.replicaof('NO', 'ONE'));
  const follow = (node: RedisNode, primary: RedisNode) =>
    ask(node, (redis) => redis.replicaof('127.0.0.1', primary.port));

  it('learns who is the primary, in whatever order they are listed', async () => {
    const other = clientOf({ ...topology, primary: second, replicas: [topology.primary, first] });
    try {
      await allInSync(other);
      expect(other.nodes().map(({ role, address }) => [role, address])).toEqual([
        ['primary', `127.0.0.1:${topology.primary.port}`],
        ['replica', `127.0.0.1:${second.port}`],
        ['replica', `127.0.0.1:${first.port}`],
      ]);
    } finally {
      await other.close();
    }
  });

  it('follows a planned change of roles; writes wait, none is executed twice', async () => {
    const failovers: SplitEvents['failover'][0][] = [];
    client.on('failover', (event) => failovers.push(event));
    const session = client.session();
    for (let i = 1; i <= 3; i++) {
      const [from, to] = i % 2 ? [topology.primary, first] : [first, topology.primary];
      await follow(from, to);
      // Told that it was not executed, a caller may try again.
      const increment = (): Promise<number> =>
        session.incr('n').catch((error: { code?: string }) => {
          if (error.code === 'REDIS_SPLIT_NO_PRIMARY') return increment();
          throw error;
        });
      const writing = increment();
      await promote(to);
      await follow(second, to);

      expect(await writing).toBe(i);
      expect(await session.get('n')).toBe(`${i}`);
      expect(statusOf(client, to)?.role).toBe('primary');
      await allInSync(client);
    }
    expect(failovers).toHaveLength(3);
  });

  it('never takes an old primary that came back for the new one', async () => {
    await topology.primary.kill();
    await promote(first);
    await follow(second, first);
    await client.set('k', 'new');
    await topology.primary.restart({ replicaOf: 'nobody' });
    await until(
      () => statusOf(client, topology.primary)?.reason === 'taken for a replica, but it says that it is a primary',
    );
    await client.set('k', 'newer');

    expect(await ask(topology.primary, (redis) => redis.get('k'))).toBe('v');
    await holds(second, 'k', 'newer');
    const late = clientOf(topology);
    try {
      await late.ready({ timeoutMs: 30_000 });
      expect(statusOf(late, first)?.role).toBe('primary');
    } finally {
      await late.close();
    }
  });

  it('takes a transaction to nobody but the primary it was begun for', async () => {
    const transaction = client.multi().incr('n');
    await follow(topology.primary, first);
    await promote(first);
    await until(() => statusOf(client, first)?.role === 'primary' && statusOf(client, first)?.ready === true);

    await expect(transaction.exec()).rejects.toMatchObject({ code: 'REDIS_SPLIT_NO_PRIMARY' });
    expect(await client.multi().incr('n').exec()).toEqual([[null, 1]]);
  });

  it('refuses writes that wait too long, and those that find too many waiting', async () => {
    const hasty = clientOf(topology, { writeQueue: { timeoutMs: 200, maxLength: 2 } });
    try {
      await allInSync(hasty);
      await topology.primary.kill();
      await until(() => statusOf(hasty, topology.primary)?.ready === false);
      const outcomes = await Promise.allSettled(['a', 'b', 'c'].map((key) => hasty.set(key, 1)));

      expect(
        outcomes.map((outcome) => outcome.status === 'rejected' && (outcome.reason as { code: string }).code),
      ).toEqual(['REDIS_SPLIT_NO_PRIMARY', 'REDIS_SPLIT_NO_PRIMARY', 'REDIS_SPLIT_OVERLOADED']);
    } finally {
      await hasty.close();
    }
  });
});
