import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import { apiOn, type RunningApi } from './start-api.ts';
import { until, untilOk } from './until.ts';

describe('a failover, decided by real Sentinels', () => {
  let redis: RedisTopology;
  let api: RunningApi;

  beforeEach(async () => {
    redis = await startRedisTopology({ replicas: 2, sentinels: 3 });
    api = await apiOn(redis)
      .with({ REDIS_SENTINELS_URL: redis.sentinels.map(({ url }) => url).join(','), DURABILITY_TIMEOUT_MS: '200' })
      .start();
    await untilOk(() => api.post({ id: 'first', val: 'v' }));
    await untilOk(() => api.get('/items/first'));
  });
  afterEach(async () => {
    await api?.terminate();
    await redis?.stop();
  });

  it('loses no durable write that was acknowledged; writes are refused meanwhile and recover by themselves', async () => {
    const acknowledged: string[] = [];
    const refused: { status: number; tookMs: number }[] = [];
    let writing = true;
    let token = '';
    const writers = Array.from({ length: 4 }, async (_, writer) => {
      for (let n = 0; writing; n++) {
        const id = `w${writer}-${n}`;
        const startedAt = performance.now();
        const { status, headers } = await api.send('PUT', `/items/${id}`, {
          headers: { 'sluice-durability': '1' },
          body: { val: id },
        });
        if (status === 201) {
          acknowledged.push(id);
          token = headers.get('sluice-token') ?? token;
        } else refused.push({ status, tookMs: performance.now() - startedAt });
      }
    });
    const written = async (more: number) => {
      const count = acknowledged.length + more;
      await until(
        () => Promise.resolve(acknowledged.length),
        (now) => now >= count,
      );
    };
    await written(50);
    const reads: Record<number, number> = {};
    const reader = (async () => {
      while (writing) {
        const { status } = await api.get('/items/first');
        reads[status] = (reads[status] ?? 0) + 1;
      }
    })();

    await redis.primary.kill();
    const killedAt = performance.now();
    await until(
      () => Promise.resolve(refused.length),
      (count) => count > 0,
    );
    await written(1);
    const gapMs = Math.round(performance.now() - killedAt);
    await written(50);
    writing = false;
    await Promise.all([...writers, reader]);

    console.log(
      `${acknowledged.length} durable writes acknowledged, ${refused.length} refused, writes again after ${gapMs} ms; ` +
        `the slowest refusal took ${Math.round(Math.max(...refused.map(({ tookMs }) => tookMs)))} ms; reads: ${JSON.stringify(reads)}`,
    );
    // Sentinel closes the connections to every node whose role or primary it changes: for that moment there may be none.
    expect(Object.keys(reads).filter((status) => status !== '200' && status !== '503')).toEqual([]);
    expect(reads[200]).toBeGreaterThan(9 * (reads[503] ?? 0));
    // Nothing was said but: not done, perhaps done, done but not confirmed.
    for (const { status } of refused) expect([503, 504]).toContain(status);
    for (let i = 0; i < acknowledged.length; i += 100) {
      const batch = await api.send('POST', '/items/batch', {
        headers: { 'sluice-token': token },
        body: { ids: acknowledged.slice(i, i + 100) },
      });
      expect(await batch.json()).toMatchObject({ missing: [] });
    }
  }, 120_000);
});
