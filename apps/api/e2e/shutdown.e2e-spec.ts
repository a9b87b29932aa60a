import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import { commandCalls } from './ask-redis.ts';
import { apiOn } from './start-api.ts';
import { until, untilOk } from './until.ts';

describe('the end of the API', () => {
  let redis: RedisTopology;

  beforeEach(async () => {
    redis = await startRedisTopology({ replicas: 1 });
  });
  afterEach(() => redis?.stop());

  it('fails no request while it drains, and ends by 0', async () => {
    const api = await apiOn(redis).with({ SHUTDOWN_DRAIN_MS: '6000' }).start();
    await untilOk(() => api.post({ id: 'a', val: 'v' }));
    await untilOk(() => api.get('/items/a'));

    let left = Infinity;
    const answers: { status: number; connection: string | null }[] = [];
    const clients = Array.from({ length: 8 }, async (_, i) => {
      for (; left > 0; left--) {
        const { status, headers } = await (i % 2 ? api.get('/items/a') : api.post({ id: 'a', val: 'v' }));
        answers.push({ status, connection: headers.get('connection') });
      }
    });
    await until(
      () => Promise.resolve(answers.length),
      (count) => count > 50,
    );

    const ending = api.terminate();
    const notReady = await until(
      () => api.get('/readyz'),
      ({ status }) => status === 503,
    );
    left = 100;
    await Promise.all(clients);

    expect(await notReady.json()).toMatchObject({ health: { status: 'shutting_down' } });
    expect((await api.get('/livez')).status).toBe(200);
    expect((await ending).code).toBe(0);
    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    expect(new Set(answers.slice(-50).map(({ connection }) => connection))).toEqual(new Set(['close']));
  });

  it('finishes the request in flight before it closes Redis', async () => {
    const api = await apiOn(redis).start();
    await untilOk(() => api.post({ id: 'a', val: 'v' }));

    const inFlight = request(`${api.url}/item`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', expect: '100-continue' },
    });
    inFlight.flushHeaders();
    await once(inFlight, 'continue');
    const ending = api.terminate();
    await until(
      () => api.get('/livez').catch(() => 'refused'),
      (answer) => answer === 'refused',
    );
    inFlight.end('{"id":"b","val":"v"}');
    const [response] = (await once(inFlight, 'response')) as [IncomingMessage];

    expect([response.statusCode, await text(response)]).toEqual([200, 'ok']);
    expect(response.headers.connection).toBe('close');
    expect((await ending).code).toBe(0);
    expect(await commandCalls(redis.primary)).toMatchObject({ eval: 2 });
  });
});
