import { afterEach, describe, expect, it } from '@jest/globals';
import { serveApp } from '../../spec/serve-app.ts';
import { limitRate } from './rate-limit.ts';

describe(limitRate.name, () => {
  let app: Awaited<ReturnType<typeof serveApp>>;

  afterEach(() => app.close());

  const statuses = (count: number, client: string) =>
    Promise.all(Array.from({ length: count }, () => fetch(app.url, { headers: { 'x-forwarded-for': client } }))).then(
      (responses) => responses.map(({ status }) => status),
    );

  it('refuses by 429 what one client sends too much, and serves others', async () => {
    app = await serveApp({}, () => [], { RATE_LIMIT_PER_S: '5', TRUSTED_PROXIES: '1' });
    const busy = await statuses(50, '192.0.2.1');

    expect(busy.filter((status) => status === 429).length).toBeGreaterThan(30);
    expect(new Set(busy)).toEqual(new Set([200, 429]));
    expect(await statuses(1, '192.0.2.2')).toEqual([200]);

    const refused = await fetch(app.url, { headers: { 'x-forwarded-for': '192.0.2.1' } });
    if (refused.status === 200) return;
    expect(refused.headers.get('content-type')).toMatch('application/problem+json');
    expect(refused.headers.has('retry-after')).toBe(true);
    expect(await refused.json()).toMatchObject({ detail: 'Expected at most 5 requests per second of one client' });
  });

  it('does not believe a client about who it is', async () => {
    app = await serveApp({}, () => [], { RATE_LIMIT_PER_S: '5' });
    const all = await Promise.all(Array.from({ length: 50 }, (_, i) => statuses(1, `192.0.2.${i}`)));

    expect(all.flat()).toContain(429);
  });

  it('is off unless it is set, and never meets a probe', async () => {
    app = await serveApp({}, () => [], { RATE_LIMIT_PER_S: '1' });
    const probes = await Promise.all(Array.from({ length: 20 }, () => fetch(`${app.url}/livez`)));
    expect(new Set(probes.map(({ status }) => status))).toEqual(new Set([200]));
    await app.close();

    app = await serveApp({});
    expect(new Set(await statuses(50, '192.0.2.1'))).toEqual(new Set([200]));
  });
});
