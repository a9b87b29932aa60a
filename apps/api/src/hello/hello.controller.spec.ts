import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveApp } from '../../spec/serve-app.ts';
import { HelloController } from './hello.controller.ts';

describe(HelloController.name, () => {
  let app: Awaited<ReturnType<typeof serveApp>>;

  beforeAll(async () => {
    app = await serveApp({});
  });
  afterAll(() => app.close());

  it('answers with the id of the process and the time', async () => {
    const before = Date.now();
    const response = await fetch(app.url);
    const [, uuid, ms] = /^It is working, good job ([0-9a-f-]{36}) (\d+)$/.exec(await response.text()) ?? [];

    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toMatch('text/plain');
    expect(Number(ms)).toBeGreaterThanOrEqual(before);
    expect(await (await fetch(app.url)).text()).toContain(uuid);
  });

  it('answers 404 for a route that there is not', async () => {
    const response = await fetch(`${app.url}/nope`);

    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
    expect(await response.json()).toEqual({
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'Cannot GET /nope',
    });
  });

  it('answers 400 for a URL that is none', async () => {
    const response = await fetch(`${app.url}/%zz`);

    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toMatch('application/problem+json');
  });
});
