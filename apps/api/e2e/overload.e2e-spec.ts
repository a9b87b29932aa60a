import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import { apiOn, type RunningApi } from './start-api.ts';
import { until, untilOk } from './until.ts';

describe('the API with more requests than it can serve', () => {
  let redis: RedisTopology;
  let api: RunningApi;

  beforeAll(async () => {
    redis = await startRedisTopology({ replicas: 1 });
    api = await apiOn(redis).with({ MAX_IN_FLIGHT: '20' }).start();
    await untilOk(() => api.post({ id: 'a', val: 'v' }));
    await untilOk(() => api.get('/items/a'));
  });
  afterAll(async () => {
    await api?.terminate();
    await redis?.stop();
  });

  const metric = async (name: string) =>
    Number(
      new RegExp(`^sluice_http_requests_${name} (\\d+)$`, 'm').exec(await (await api.get('/metrics')).text())?.[1],
    );

  /** A request whose body is still on its way. */
  const slowWrite = () => {
    const writing = request(`${api.url}/item`, { method: 'POST', headers: { 'content-type': 'application/json' } });
    writing.write('{"id":"slow",');
    return async (): Promise<[number | undefined, string]> => {
      writing.end('"val":"v"}');
      const [response] = (await once(writing, 'response')) as [IncomingMessage];
      return [response.statusCode, await text(response)];
    };
  };

  it('refuses at once what is too much, stays alive, and serves what it let in', async () => {
    const offered = await metric('offered_total');
    const letIn = Array.from({ length: 20 }, slowWrite);
    await until(
      () => metric('in_flight'),
      (count) => count === 20,
    );
    const refused = await Promise.all(Array.from({ length: 80 }, () => api.get('/items/a')));
    expect(new Set(refused.map(({ status }) => status))).toEqual(new Set([503]));
    expect(new Set(refused.map(({ headers }) => headers.get('retry-after')))).toEqual(new Set(['1']));
    for (const path of ['/livez', '/readyz', '/startupz']) expect((await api.get(path)).status).toBe(200);
    expect((await metric('offered_total')) - offered).toBe(100);
    expect(await metric('shed_total')).toBe(80);

    expect(await Promise.all(letIn.map((end) => end()))).toEqual(Array(20).fill([200, 'ok']));
    expect((await api.get('/items/a')).status).toBe(200);
  });

  it('serves all that is not too much, however many come', async () => {
    const statuses: number[] = [];
    const clients = Array.from({ length: 20 }, async () => {
      for (let i = 0; i < 50; i++) statuses.push((await api.get('/items/a')).status);
    });
    await Promise.all(clients);

    expect(new Set(statuses)).toEqual(new Set([200]));
    await until(
      () => metric('in_flight'),
      (count) => count === 0,
    );
  });
});
