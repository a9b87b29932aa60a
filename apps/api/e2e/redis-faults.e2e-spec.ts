import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import { askRedis } from './ask-redis.ts';
import { apiOn, type RunningApi } from './start-api.ts';
import { until, untilOk } from './until.ts';

describe('the API when Redis breaks', () => {
  let redis: RedisTopology;
  let api: RunningApi;

  beforeEach(async () => {
    redis = await startRedisTopology({ replicas: 2 });
    api = await apiOn(redis).start();
    await untilOk(() => write('first'));
    await until(health, ({ status }) => status === 'ok');
    // On both replicas: reads take turns.
    await until(
      () => Promise.all([1, 2, 3, 4].map(() => api.get('/items/first'))),
      (reads) => reads.every(({ status }) => status === 200),
    );
  });
  afterEach(async () => {
    await api?.terminate();
    await redis?.stop();
  });

  const write = (id: string) => api.post({ id, val: 'v' });
  const health = async () => (await (await api.get('/readyz')).json()) as { status: string | number };

  it('refuses writes without a primary, reads on, and recovers by itself', async () => {
    await redis.primary.kill();

    const refused = await until(
      () => write('second'),
      ({ status }) => status !== 200,
    );
    const sure = await until(
      async () => (await (await write('second')).json()) as object,
      (problem) => 'type' in problem && problem.type === 'urn:sluice:problem:no-primary',
    );

    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('content-type')).toMatch('application/problem+json');
    expect(sure).toEqual({
      type: 'urn:sluice:problem:no-primary',
      title: 'No primary',
      status: 503,
      detail: 'no primary: writes are refused; reads go on',
    });
    for (let i = 0; i < 20; i++) expect((await api.get('/items/first')).status).toBe(200);
    expect((await api.get('/readyz')).status).toBe(200);
    expect(await health()).toMatchObject({ status: 'degraded' });

    await redis.primary.restart();
    await untilOk(() => write('second'));
    await untilOk(() => api.get('/items/second'));
  });

  it('fails no read when a replica dies under load', async () => {
    let dead = false;
    const statuses: number[] = [];
    const readers = Array.from({ length: 8 }, async () => {
      for (let left = 100; left > 0; left -= dead ? 1 : 0) statuses.push((await api.get('/items/first')).status);
    });
    await until(
      () => Promise.resolve(statuses.length),
      (count) => count > 50,
    );
    await redis.replicas[0]!.kill();
    dead = true;
    await Promise.all(readers);

    expect(new Set(statuses)).toEqual(new Set([200]));
  });

  it('says that a write whose answer is lost may have happened', async () => {
    redis.primary.pause();
    const pending = write('perhaps');
    const response = await pending;
    redis.primary.resume();

    expect(response.status).toBe(503);
    expect(await response.json()).toMatchObject({
      type: 'urn:sluice:problem:ambiguous-write',
      detail: 'the write may or may not have happened',
    });
  });

  it('does not say `ok` when Redis refuses a part of the write, and keeps the reason to its log', async () => {
    await askRedis(redis.primary, 'SET items not-a-sorted-set');
    const response = await write('second');

    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({ type: 'about:blank', title: 'Internal Server Error', status: 500 });
    expect((await api.terminate()).stdout).toContain('WRONGTYPE');
  });

  it('is not ready when nothing serves reads, and ready again when something does', async () => {
    await Promise.all([redis.primary, ...redis.replicas].map((node) => node.kill()));
    await until(
      () => api.get('/readyz'),
      ({ status }) => status === 503,
    );
    const read = await api.get('/items/first');
    expect(read.status).toBe(503);
    expect(await read.json()).toMatchObject({ type: 'urn:sluice:problem:no-node' });
    expect((await api.get('/livez')).status).toBe(200);

    await redis.primary.restart();
    await untilOk(() => api.get('/items/first'));
    expect((await api.get('/readyz')).status).toBe(200);
  });
});
