import { once } from 'node:events';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import fc from 'fast-check';
import { malformed } from './malformed.ts';
import { requestsFrom, type Description, type GeneratedRequest } from './requests-from-openapi.ts';
import { apiOn, type RunningApi } from './start-api.ts';
import { untilOk } from './until.ts';

/** Not among the ids that are generated. */
const untouched = 'untouched-by-all';

describe('the API under bad input', () => {
  let redis: RedisTopology;
  let api: RunningApi;

  beforeAll(async () => {
    redis = await startRedisTopology({ replicas: 1 });
    api = await apiOn(redis).with({ DURABILITY_TIMEOUT_MS: '1' }).start();
    await untilOk(() => api.post({ id: untouched, val: 'v' }));
    await untilOk(() => api.get(`/items/${untouched}`));
  });
  afterAll(async () => {
    const ending = await api?.terminate();
    await redis?.stop();
    // It was this one process all along.
    expect(ending.code).toBe(0);
  });

  const isServed = async () => expect((await api.get(`/items/${untouched}`)).status).toBe(200);
  const port = () => Number(new URL(api.url).port);

  it('answers 10 000 generated requests as its description says, and never by an error of its own', async () => {
    const description = (await (await api.get('/openapi.json')).json()) as Description;
    const seed = Number(process.env['FUZZ_SEED'] ?? Date.now() % 2 ** 31);
    const requests = fc.sample(requestsFrom(description), { numRuns: 10_000, seed });
    const counts: Record<number, number> = {};
    const wrong: unknown[] = [];

    const send = async (request: GeneratedRequest) => {
      const { method, path, headers, body, described } = request;
      const response = await fetch(api.url + path, {
        ...{ method, headers, signal: AbortSignal.timeout(20_000) },
        ...(body !== undefined && { body }),
      });
      const answer = await response.text();
      const { status } = response;
      counts[status] = (counts[status] ?? 0) + 1;
      // Not confirmed is what a write may end by when it asks for more replicas than there are.
      const allowed = status < 500 || (status === 504 && 'Sluice-Durability' in headers);
      const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
      if (!allowed || !described.includes(status) || (status >= 400 && !isProblem))
        wrong.push({ request, status, answer });
    };
    const queue = requests.values();
    await Promise.all(
      Array.from({ length: 16 }, async () => {
        for (const request of queue) await send(request);
      }),
    );

    console.log(`10000 requests, seed ${seed}: ${JSON.stringify(counts)}`);
    expect({ seed, wrong: wrong.slice(0, 3) }).toEqual({ seed, wrong: [] });
    // Neither only refused nor only served.
    expect(Object.keys(counts).map(Number)).toEqual(expect.arrayContaining([200, 204, 400, 404, 412]));
    await isServed();
  }, 300_000);

  it.each(Object.entries(malformed))(
    'closes the connection of who sends %s, and serves others',
    async (_what, bytes) => {
      const socket = connect(port(), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.end(bytes);
      const answer = await text(socket).catch(() => '');

      expect(answer).toMatch(/^$|^HTTP\/1\.1 (4\d\d|200|501) /);
      await isServed();
    },
  );

  it('lets no slow client hold a connection, and serves others meanwhile', async () => {
    const sockets = Array.from({ length: 200 }, (_, i) => {
      const socket = connect(port(), '127.0.0.1');
      socket.on('error', () => undefined);
      socket.resume();
      // Half stay in the headers, half say nothing at all.
      if (i % 2) socket.write('GET /items/a HTTP/1.1\r\nhost: x\r\n');
      const dripping = setInterval(() => i % 2 && socket.write('x: y\r\n'), 500);
      socket.on('close', () => clearInterval(dripping));
      return once(socket, 'close');
    });
    const closed = Promise.all(sockets).then(() => 'all closed');
    let served = 0;
    while ((await Promise.race([closed, api.get(`/items/${untouched}`)])) !== 'all closed') served++;

    expect(served).toBeGreaterThan(100);
    await isServed();
  });
});
