import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Link, type RedisNode, type RedisTopology, startLink, startRedisTopology } from '@sluice/tools/redis';
import type { ReadOptions, SplitClient } from '../src/index.ts';
import { monitor, type Executed } from './monitor.ts';
import { allInSync, callsOf, clientOf, followThrough, holds, twoOf } from './servers.ts';
import { until } from './until.ts';

describe('reads that prove how fresh they are', () => {
  let topology: RedisTopology;
  let lagging: RedisNode;
  let current: RedisNode;
  let link: Link;
  let client: SplitClient;

  beforeEach(async () => {
    topology = await startRedisTopology({ replicas: 2 });
    [lagging, current] = twoOf(topology.replicas);
    link = await startLink(topology.primary.port);
    await followThrough(lagging, link);
    client = clientOf(topology, { sampleIntervalMs: 20 });
    await allInSync(client);
    await client.set('k', 'old');
    for (const node of topology.replicas) await holds(node, 'k', 'old');
  });

  afterEach(async () => {
    await client.close();
    await topology.stop();
    await link.close();
  });

  const addressOf = ({ port }: RedisNode) => `127.0.0.1:${port}`;

  /** One replica answers as ever and believes to be in sync, but its data grow old. */
  async function letLag(): Promise<void> {
    link.hold();
    await client.set('k', 'new');
    await holds(current, 'k', 'new');
  }

  it('bounds the age of what a replica in sync answers', async () => {
    const options = { maxStalenessMs: 60_000 };
    await until(async () => (await client.read(options, (view) => view.get('k'))).outcome === 'replica');
    const { value, node, stalenessMs, token } = await client.read(options, (view) => view.get('k'));

    expect(value).toBe('old');
    expect(node.role).toBe('replica');
    expect(stalenessMs).toBeGreaterThan(0);
    expect(stalenessMs).toBeLessThan(60_000);
    expect(token).toMatch(/^v1\.[0-9a-f]{40}\.\d+$/);
  });

  it('holds for what the client itself is asked inside, however deep', async () => {
    const elsewhere = () => client.get('k');
    await until(async () => {
      const { value, outcome, stalenessMs } = await client.read({ maxStalenessMs: 60_000 }, () => elsewhere());
      expect(value).toBe('old');
      expect(stalenessMs).toBeLessThan(60_000);
      return outcome === 'replica';
    });
    // A scope of its own holds for nothing outside.
    await expect(client.read({}, () => Promise.resolve())).rejects.toMatchObject({
      code: 'REDIS_SPLIT_INVALID_OPTION',
    });
  });

  it.each(['verified', 'sampled'] as const)('%s: never takes an answer that is too old', async (mode) => {
    const { token } = await client.read({ mode: 'verified', from: 'primary' }, (view) => view.get('k'));
    await letLag();
    const { token: after = '' } = await client.read({ mode: 'verified', from: 'primary' }, (view) => view.get('k'));
    expect(after).not.toBe(token);

    const nodes = new Set<string>();
    const view = { mode, after };
    for (let i = 0; i < 40; i++) {
      const { value, node, outcome } = await client.read(view, (redis) => redis.get('k'));
      expect(value).toBe('new');
      expect(['replica', 'fallback']).toContain(outcome);
      nodes.add(node.address);
    }
    expect(nodes).not.toContain(addressOf(lagging));
  });

  it('proves a bound that grows while the replica lags, and falls once it has caught up', async () => {
    await letLag();
    await until(async () => {
      const { node, stalenessMs, value } = await client.read({ maxStalenessMs: 5000, onStale: 'serve' }, (redis) =>
        redis.get('k'),
      );
      return node.address === addressOf(lagging) && value === 'old' && stalenessMs > 500;
    });

    for (let i = 0; i < 20; i++) {
      const { value, node } = await client.read({ maxStalenessMs: 400 }, (redis) => redis.get('k'));
      expect({ value, node: node.address }).not.toMatchObject({ node: addressOf(lagging) });
      expect(value).toBe('new');
    }

    link.release();
    await until(async () => {
      const { node } = await client.read({ maxStalenessMs: 400 }, (redis) => redis.get('k'));
      return node.address === addressOf(lagging);
    });
  });

  it('asks the primary, waits, fails or serves when no replica meets the demand', async () => {
    current.pause();
    link.hold();
    await client.set('k', 'new');
    const { token: after = '' } = await client.read({ mode: 'verified', from: 'primary' }, (view) => view.get('k'));
    await until(() => client.nodes().some(({ address, ready }) => address === addressOf(current) && !ready));

    const read = (onStale: 'primary' | 'wait' | 'fail' | 'serve', waitMs?: number) =>
      client.read({ after, onStale, ...(waitMs && { waitMs }) }, (view) => view.get('k'));

    expect(await read('primary')).toMatchObject({ value: 'new', outcome: 'fallback', node: { role: 'primary' } });
    expect(await read('wait')).toMatchObject({ value: 'new', outcome: 'fallback' });
    expect(await read('serve')).toMatchObject({ value: 'old', outcome: 'stale', node: { role: 'replica' } });
    await expect(read('fail')).rejects.toMatchObject({ code: 'REDIS_SPLIT_STALE', stalenessMs: expect.any(Number) });
    await expect(client.with({ from: 'replica', after }).get('k')).rejects.toMatchObject({ code: 'REDIS_SPLIT_STALE' });

    const waiting = read('wait', 20_000);
    link.release();
    current.resume();
    expect(await waiting).toMatchObject({ value: 'new', outcome: 'replica' });
  });

  it('still serves what is fresh enough when the primary is gone, and then fails', async () => {
    const options = { maxStalenessMs: 3000 };
    await until(async () => (await client.read(options, (view) => view.get('k'))).outcome === 'replica');
    await topology.primary.kill();

    expect(await client.with(options).get('k')).toBe('old');
    await expect(client.with({ maxStalenessMs: 1 }).get('k')).rejects.toMatchObject({ code: 'REDIS_SPLIT_STALE' });
    await until(
      async () =>
        (await client
          .with(options)
          .get('k')
          .catch((error: { code: string }) => error.code)) !== 'old',
    );
  });

  it('passes the server’s own error through, from an answer that was proved', async () => {
    await client.rpush('list', 'x');
    const { token: after } = await client.read({ from: 'primary', mode: 'verified' }, (view) => view.llen('list'));

    await expect(client.with({ after }).get('list')).rejects.toMatchObject({ name: 'ReplyError' });
  });

  it('asks right before and right after what one tick sends, and nothing overtakes', async () => {
    // No probe may fall between.
    const rare = clientOf(topology, { sampleIntervalMs: 600_000, probeIntervalMs: 600_000 });
    const executed: Executed[] = [];
    const monitors = await Promise.all(topology.replicas.map((node) => monitor(node, (each) => executed.push(each))));
    try {
      await allInSync(rare);
      const view = rare.with({ mode: 'verified' });
      await Promise.all(Array.from({ length: 9 }, () => view.get('k')));
      const gets = () => executed.filter(({ command }) => command === 'get');
      const sentBy = (from: string) => executed.flatMap(({ source, command }) => (source === from ? command : []));
      await until(() => gets().length === 9 && gets().every(({ source }) => sentBy(source).at(-1) === 'info'));

      for (const { source } of gets()) expect(sentBy(source).join(' ')).toMatch(/ (info )+(get )+info$/);
    } finally {
      monitors.forEach((end) => end());
      await rare.close();
    }
  });

  it.each(['dbsize', 'randomkey', 'keys'])(
    'lets the primary answer %s, which no replica can prove',
    async (command) => {
      const ask = (options: ReadOptions) =>
        client.read(options, (view) => view.call(command, ...(command === 'keys' ? ['*'] : [])));

      await until(async () => (await client.read({ mode: 'verified' }, (view) => view.get('k'))).outcome === 'replica');
      expect((await ask({ mode: 'verified' })).outcome).toBe('primary');
      expect((await ask({ mode: 'eventual' })).outcome).toBe('replica');
    },
  );

  it('asks twice for a whole batch, not for each read', async () => {
    // No probe may fall into what is counted.
    const rare = clientOf(topology, { sampleIntervalMs: 600_000, probeIntervalMs: 600_000 });
    try {
      await allInSync(rare);
      const view = rare.with({ mode: 'verified' });
      await view.get('k');
      const before = await infosOf(topology);
      await Promise.all(Array.from({ length: 100 }, () => view.get('k')));

      // Two for each replica, and those that count them; the test's own client goes on asking too.
      expect((await infosOf(topology)) - before).toBeLessThan(50);
    } finally {
      await rare.close();
    }
  });
});

const infosOf = async ({ primary, replicas }: RedisTopology): Promise<number> => {
  const counts = await Promise.all([primary, ...replicas].map((node) => callsOf(node, 'info')));
  return counts.reduce((sum, count) => sum + count, 0);
};
