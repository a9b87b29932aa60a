import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import { commandCalls } from './ask-redis.ts';
import { apiOn, type RunningApi } from './start-api.ts';
import { until, untilOk } from './until.ts';

describe('the API on a real Redis', () => {
  let redis: RedisTopology;
  let api: RunningApi;

  beforeAll(async () => {
    redis = await startRedisTopology({ replicas: 2 });
    api = await apiOn(redis).with({ SLUICE_SEED_ITEM: 'true', LOG_LEVEL: 'info' }).start();
    await untilOk(() => api.get('/items/key'));
  });
  afterAll(async () => {
    await api?.terminate();
    await redis?.stop();
  });

  const ids = async () => (await (await api.get('/items')).json()) as string[];

  it('keeps the contract of its routes', async () => {
    expect(await (await api.get('/')).text()).toMatch(/^It is working, good job [0-9a-f-]{36} \d{13}$/);

    const written = await api.post({ id: 'user123', val: 'John Doe' });
    expect([written.status, await written.text()]).toEqual([200, 'ok']);

    expect(await until(ids, (all) => all.includes('user123'))).toEqual(['key', 'user123']);

    const item = await untilOk(() => api.get('/items/user123'));
    expect(await item.json()).toEqual({ id: 'user123', val: 'John Doe' });
    expect((await api.get('/items/nobody')).status).toBe(404);
  });

  it.each(['ünïcode 🌊', 'a/b?c#d%', ' ', '"quoted"', '-', '(key'])('gives back the id %p as it came', async (id) => {
    await api.post({ id, val: id });

    const item = await untilOk(() => api.get(`/items/${encodeURIComponent(id)}`));
    expect(await item.json()).toEqual({ id, val: id });
    await until(ids, (all) => all.includes(id));
  });

  it('lists in byte order, as many as asked', async () => {
    for (const id of ['order-b', 'order-a', 'order-c', 'order-a']) await api.post({ id, val: '' });

    const all = await until(ids, (some) => some.includes('order-c'));
    expect(all.filter((id) => id.startsWith('order-'))).toEqual(['order-a', 'order-b', 'order-c']);
    expect(await (await api.get('/items?limit=2')).json()).toEqual(all.slice(0, 2));
  });

  it('refuses bad input, with what was expected', async () => {
    const response = await api.post({ id: 7 });

    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
    expect(await response.json()).toMatchObject({
      errors: ['id: Expected a string, got 7', 'val: Expected a string, got nothing'],
    });
  });

  it('reads on the replicas and writes on the primary', async () => {
    const nodes = [redis.primary, ...redis.replicas];
    const before = await Promise.all(nodes.map(commandCalls));
    for (let i = 0; i < 20; i++) {
      await api.post({ id: 'split', val: `${i}` });
      await api.get('/items/split');
      await api.get('/items');
    }
    const after = await Promise.all(nodes.map(commandCalls));
    const [primary, ...replicas] = after.map((calls, i) => ({
      reads: callsSince(before[i], calls, 'get') + callsSince(before[i], calls, 'zrange'),
      transactions: callsSince(before[i], calls, 'exec'),
    }));

    expect(primary).toEqual({ reads: 0, transactions: 20 });
    expect(replicas.reduce((sum, { reads }) => sum + reads, 0)).toBe(40);
    for (const { reads } of replicas) expect(reads).toBeGreaterThan(0);
  });

  it('is ready, names every node and measures what it does', async () => {
    const health = await until(
      async () => (await (await api.get('/readyz')).json()) as { status: string; details: unknown },
      ({ status }) => status === 'ok',
    );
    expect(health.details).toMatchObject({
      redis: { nodes: [{ role: 'primary' }, { role: 'replica' }, { role: 'replica' }] },
    });

    const metrics = await (await api.get('/metrics')).text();
    expect(metrics).toMatch(/sluice_http_requests_total{method="POST",route="\/item",status="200"} \d+/);
    expect(metrics.match(/^sluice_redis_node_ready{.*} 1$/gm)).toHaveLength(3);
  });
});

const callsSince = (
  before: Readonly<Record<string, number>> | undefined,
  after: Readonly<Record<string, number>>,
  command: string,
): number => (after[command] ?? 0) - (before?.[command] ?? 0);
