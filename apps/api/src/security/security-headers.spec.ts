import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveApp } from '../../spec/serve-app.ts';
import { setSecurityHeaders } from './security-headers.ts';

describe(setSecurityHeaders.name, () => {
  let app: Awaited<ReturnType<typeof serveApp>>;

  beforeAll(async () => {
    app = await serveApp({ find: () => Promise.resolve(null), list: () => Promise.reject(new Error('inside')) });
  });
  afterAll(() => app.close());

  it.each(['/', '/items/none', '/nope', '/docs', '/status'])('are on every answer: %s', async (path) => {
    const { headers } = await fetch(app.url + path).then(async (response) => {
      await response.arrayBuffer();
      return response;
    });

    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('x-frame-options')).toBe('DENY');
    expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
    expect(headers.get('strict-transport-security')).toMatch(/^max-age=\d/);
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.has('x-powered-by')).toBe(false);
  });

  it('leaves out what broke inside', async () => {
    const response = await fetch(`${app.url}/items`);

    expect(response.status).toBe(500);
    expect(await response.text()).not.toMatch(/inside|\.ts|at /);
  });
});
