import { setTimeout as delay } from 'node:timers/promises';
import { afterEach, describe, expect, it } from '@jest/globals';
import { serveApp } from '../../spec/serve-app.ts';
import { LoadShedding } from './load-shedding.ts';

describe(LoadShedding.name, () => {
  let app: Awaited<ReturnType<typeof serveApp>>;
  const waiting: (() => void)[] = [];

  const serve = async (variables: Record<string, string>) => {
    const find = () => new Promise<string>((resolve) => waiting.push(() => resolve('v')));
    app = await serveApp({ find }, () => [{ role: 'primary', ready: true }], variables);
  };
  const get = (path: string, signal?: AbortSignal) => fetch(app.url + path, { signal: signal ?? null });
  const metric = async (name: string) =>
    Number(new RegExp(`^${name} (\\d+)$`, 'm').exec(await (await get('/metrics')).text())?.[1]);
  const waitingAre = async (count: number) => {
    while (waiting.length !== count) await delay(5);
  };

  afterEach(async () => {
    for (const answer of waiting.splice(0)) answer();
    await app.close();
  });

  it('refuses what is too much by 503, serves what it let in, and counts both as offered', async () => {
    await serve({ MAX_IN_FLIGHT: '2' });
    const offeredBefore = await metric('sluice_http_requests_offered_total');
    const shedBefore = await metric('sluice_http_requests_shed_total');
    const served = [get('/items/a'), get('/items/b')];
    await waitingAre(2);
    const refused = await get('/items/c');

    expect(refused.status).toBe(503);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('content-type')).toMatch('application/problem+json');
    expect(await metric('sluice_http_requests_in_flight')).toBe(2);
    expect(await metric('sluice_http_requests_in_flight_limit')).toBe(2);
    expect((await metric('sluice_http_requests_offered_total')) - offeredBefore).toBe(3);
    expect((await metric('sluice_http_requests_shed_total')) - shedBefore).toBe(1);

    for (const answer of waiting.splice(0)) answer();
    expect((await Promise.all(served)).map(({ status }) => status)).toEqual([200, 200]);
  });

  it.each(['/livez', '/readyz', '/startupz', '/metrics'])('never refuses %s, and does not count it', async (path) => {
    await serve({ MAX_IN_FLIGHT: '1' });
    const served = get('/items/a');
    await waitingAre(1);
    const before = await metric('sluice_http_requests_offered_total');

    expect((await get(path)).status).toBe(200);
    expect(await metric('sluice_http_requests_offered_total')).toBe(before);
    for (const answer of waiting.splice(0)) answer();
    await served;
  });

  it('is not filled by clients that go away', async () => {
    await serve({ MAX_IN_FLIGHT: '1' });
    const gone = new AbortController();
    const request = get('/items/a', gone.signal);
    await waitingAre(1);
    gone.abort();
    await expect(request).rejects.toThrow();
    while ((await metric('sluice_http_requests_in_flight')) > 0) await delay(5);

    const next = get('/items/b');
    await waitingAre(2);
    for (const answer of waiting.splice(0)) answer();
    expect((await next).status).toBe(200);
  });

  it('lets in less while the event loop lags, and more again when it does not', async () => {
    await serve({ MAX_IN_FLIGHT: '400', MAX_EVENT_LOOP_LAG_MS: '20' });
    const limit = () => metric('sluice_http_requests_in_flight_limit');
    expect(await limit()).toBe(400);

    const busy = setInterval(() => {
      for (const until = performance.now() + 90; performance.now() < until;);
    }, 1);
    while ((await limit()) > 320) await delay(5);
    clearInterval(busy);
    const low = await limit();
    while ((await limit()) <= low) await delay(5);
    // The windows are a quarter of a second each, and the machine may be busy.
  }, 30_000);
});
