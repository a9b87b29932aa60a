import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveApp } from '../../spec/serve-app.ts';

describe('the status page', () => {
  let app: Awaited<ReturnType<typeof serveApp>>;

  beforeAll(async () => {
    app = await serveApp({}, () => [
      { role: 'primary', address: 'p:6379', ready: true },
      { role: 'replica', address: 'r:6379', ready: false, reason: 'its link is down' },
    ]);
  });
  afterAll(() => app.close());

  it('knows every node and what this process does', async () => {
    const now: unknown = await (await fetch(`${app.url}/status/now.json`)).json();

    expect(now).toMatchObject({
      process: { uptimeS: expect.any(Number), memoryMiB: expect.any(Number) },
      requests: { inFlight: 1, limit: 500, offered: expect.any(Number), shed: 0 },
      nodes: [
        { role: 'primary', address: 'p:6379', ready: true, stalenessMs: 120, lagBytes: null },
        { role: 'replica', ready: false, reason: 'its link is down' },
      ],
      reads: { replica: 7 },
      queuedWrites: 3,
    });
  });

  it('loads only what comes from here', async () => {
    const response = await fetch(`${app.url}/status`);
    const page = await response.text();
    const [, script = ''] = /<script src="([^"]+)"/.exec(page) ?? [];

    expect(response.headers.get('content-type')).toMatch('text/html');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    expect(page).not.toMatch(/https?:\/\//);
    expect(await (await fetch(app.url + script)).text()).toContain('/status/now.json');
  });
});
