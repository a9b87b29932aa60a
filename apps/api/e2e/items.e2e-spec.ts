import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import { askRedis, commandCalls } from './ask-redis.ts';
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

  describe('PUT, DELETE and their preconditions', () => {
    const put = (id: string, val: string, headers = {}) => api.send('PUT', `/items/${id}`, { headers, body: { val } });

    it('creates, replaces, deletes, and tells which', async () => {
      expect((await put('cycle', '1')).status).toBe(201);
      expect((await put('cycle', '2')).status).toBe(204);
      expect((await api.send('DELETE', '/items/cycle')).status).toBe(204);
      expect((await api.send('DELETE', '/items/cycle')).status).toBe(404);
      await until(ids, (all) => !all.includes('cycle'));
    });

    it('creates once with If-None-Match: *, however many try at once', async () => {
      const all = await Promise.all(
        Array.from({ length: 20 }, (_, i) => put('once', `${i}`, { 'if-none-match': '*' })),
      );
      expect(countBy(all.map(({ status }) => status))).toEqual({ 201: 1, 412: 19 });
    });

    it('loses no update of 20 that read, change and write with If-Match', async () => {
      let token = (await put('counter', '0')).headers.get('sluice-token') ?? '';
      let conflicts = 0;
      const count = async () => {
        for (;;) {
          const read = await api.send('GET', '/items/counter', { headers: { 'sluice-token': token } });
          const { val } = (await read.json()) as { val: string };
          const written = await put('counter', `${Number(val) + 1}`, { 'if-match': read.headers.get('etag') });
          token = written.headers.get('sluice-token') ?? token;
          if (written.status === 204) return;
          expect(written.status).toBe(412);
          conflicts++;
        }
      };
      await Promise.all(Array.from({ length: 20 }, count));

      const read = await api.send('GET', '/items/counter', { headers: { 'sluice-token': token } });
      expect(await read.json()).toEqual({ id: 'counter', val: '20' });
      expect(conflicts).toBeGreaterThan(0);
    });

    it('deletes only the state that If-Match names', async () => {
      const { headers } = await put('guarded', 'a');
      await put('guarded', 'b');
      const ifMatch = (tag: string | null) => ({ headers: { 'if-match': tag ?? '' } });

      expect((await api.send('DELETE', '/items/guarded', ifMatch(headers.get('etag')))).status).toBe(412);
      expect((await api.send('DELETE', '/items/guarded', ifMatch('*'))).status).toBe(204);
    });
  });

  it('forgets an item whose time to live is over, in the list too, and cleans up with the next write', async () => {
    const { headers } = await api.send('PUT', '/items/mayfly', { body: { val: 'v', ttlMs: 1500 } });
    const written = { headers: { 'sluice-token': headers.get('sluice-token') ?? '' } };
    const ttl = await (await api.send('GET', '/items/mayfly/ttl', written)).json();
    expect((ttl as { ttlMs: number }).ttlMs).toBeGreaterThan(0);
    expect(await (await api.send('GET', '/items', written)).json()).toContain('mayfly');

    await until(
      () => api.get('/items/mayfly'),
      ({ status }) => status === 404,
    );
    await until(ids, (all) => !all.includes('mayfly'));
    expect(await askRedis(redis.primary, 'ZSCORE items mayfly')).toMatch(/^\$1\r\n0/);
    await api.post({ id: 'cleaner', val: 'v' });
    expect(await askRedis(redis.primary, 'ZSCORE items mayfly')).toMatch(/^\$-1/);
    expect(await askRedis(redis.primary, 'EXISTS items:expiring')).toMatch(/^:0/);
  });

  it('lives on when it is written again without a time to live', async () => {
    await api.send('PUT', '/items/saved', { body: { val: 'v', ttlMs: 60_000 } });
    const { headers } = await api.send('PUT', '/items/saved', { body: { val: 'v' } });
    const written = { headers: { 'sluice-token': headers.get('sluice-token') ?? '' } };

    expect(await (await api.send('GET', '/items/saved/ttl', written)).json()).toEqual({ ttlMs: null });
  });

  it('walks all pages, moved by nothing that comes and goes meanwhile', async () => {
    const pages = ['p1', 'p2', 'p3', 'p4', 'p5', 'p6'];
    for (const id of pages) await api.post({ id, val: '' });
    await until(ids, (all) => pages.every((id) => all.includes(id)));

    const seen: string[] = [];
    for (let path: string | undefined = '/items?limit=2&after=p0'; path !== undefined;) {
      const page = await api.get(path);
      seen.push(...((await page.json()) as string[]));
      path = /^<(.+)>; rel="next"$/.exec(page.headers.get('link') ?? '')?.[1];
      if (seen.length === 2) {
        await api.send('DELETE', '/items/p1');
        await api.post({ id: 'p0', val: '' });
        await until(ids, (all) => !all.includes('p1') && all.includes('p0'));
      }
    }
    expect(seen.filter((id) => id.startsWith('p'))).toEqual(pages);
  });

  it('reads many at once', async () => {
    await api.post({ id: 'many-1', val: 'one' });
    await untilOk(() => api.get('/items/many-1'));
    const batch = await until(
      async () => (await api.send('POST', '/items/batch', { body: { ids: ['many-1', 'none'] } })).json(),
      (answer) => (answer as { missing: string[] }).missing.length === 1,
    );
    expect(batch).toEqual({ items: [{ id: 'many-1', val: 'one' }], missing: ['none'] });
  });

  it('reads on the replicas and writes on the primary', async () => {
    const nodes = [redis.primary, ...redis.replicas];
    const before = await Promise.all(nodes.map(commandCalls));
    for (let i = 0; i < 20; i++) await api.post({ id: 'split', val: `${i}` });
    // Which replica answers is a matter of load: at once, so that there is some.
    await Promise.all(Array.from({ length: 20 }, () => [api.get('/items/split'), api.get('/items')]).flat());
    const after = await Promise.all(nodes.map(commandCalls));
    const [primary, ...replicas] = after.map((calls, i) => ({
      reads: callsSince(before[i], calls, 'get') + callsSince(before[i], calls, 'zrange'),
      writes: callsSince(before[i], calls, 'eval'),
    }));

    expect(primary).toEqual({ reads: 0, writes: 20 });
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

const countBy = (all: readonly number[]): Record<number, number> =>
  all.reduce<Record<number, number>>((counts, each) => ({ ...counts, [each]: (counts[each] ?? 0) + 1 }), {});
