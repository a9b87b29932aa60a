import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveApp } from '../../spec/serve-app.ts';
import { RequestMetrics } from './request-metrics.ts';

describe(RequestMetrics.name, () => {
  let app: Awaited<ReturnType<typeof serveApp>>;

  beforeAll(async () => {
    app = await serveApp({ list: () => Promise.reject(new Error('broken')), find: () => Promise.resolve('v') }, () => [
      { role: 'primary', address: 'p:6379', ready: true },
      { role: 'replica', address: 'r:6379', ready: false },
    ]);
  });
  afterAll(() => app.close());

  const metrics = async () => (await fetch(`${app.url}/metrics`)).text();

  it('counts by route template, errors and unknown routes too', async () => {
    for (const path of ['/items/a', '/items/b', '/items', '/nope/1', '/nope/2']) await fetch(app.url + path);
    const text = await metrics();

    expect(text).toContain('sluice_http_requests_total{method="GET",route="/items/:id",status="200"} 2\n');
    expect(text).toContain('sluice_http_requests_total{method="GET",route="/items",status="500"} 1\n');
    expect(text).toContain('sluice_http_requests_total{method="GET",route="unknown",status="404"} 2\n');
    expect(text).toContain('sluice_http_request_duration_seconds_count{method="GET",route="/items/:id"} 2\n');
    expect(text).not.toContain('nope');
  });

  it('shows each Redis node', async () => {
    const text = await metrics();

    expect(text).toContain('sluice_redis_node_ready{role="primary",address="p:6379"} 1\n');
    expect(text).toContain('sluice_redis_node_ready{role="replica",address="r:6379"} 0\n');
  });

  it('shows the process', async () => {
    expect(await metrics()).toContain('process_cpu_seconds_total');
  });
});
