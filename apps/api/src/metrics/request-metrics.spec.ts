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

    expect(text).toContain('sluice_redis_node_ready{role="primary",address="p:6379",node="0"} 1\n');
    expect(text).toContain('sluice_redis_node_ready{role="replica",address="r:6379",node="1"} 0\n');
  });

  it('shows what the client library counts, nodes by their number', async () => {
    const text = await metrics();

    expect(text).toContain('redis_split_reads_total{mode="sampled",outcome="replica"} 7\n');
    expect(text).toContain('redis_split_refusals_total{reason="age"} 2\n');
    expect(text).toContain('redis_split_queued_writes 3\n');
    expect(text).toContain('redis_split_node_staleness_seconds{node="1"} 0.12\n');
    expect(text).not.toMatch(/^redis_split_node_lag_bytes\{/m);
    // Twice the same: what is absolute must not add up.
    expect(await metrics()).toContain('redis_split_reads_total{mode="sampled",outcome="replica"} 7\n');
  });

  it('shows the build, garbage collection and the event loop', async () => {
    const text = await metrics();

    expect(text).toMatch(/^sluice_build_info\{version="[^"]+",commit="unknown",node_version="v\d+/m);
    expect(text).toContain('nodejs_gc_duration_seconds');
    expect(text).toMatch(/^sluice_event_loop_active_seconds_total \d/m);
    expect(text).toMatch(/^sluice_event_loop_utilization \d/m);
    expect(text).toMatch(/^sluice_event_loop_lag_seconds\{quantile="1"\} \d/m);
  });

  it('has as many series after many different URLs as before', async () => {
    const series = async () => (await metrics()).split('\n').filter((line) => line.startsWith('sluice_http')).length;
    await Promise.all(['/items/x', '/nope'].map((path) => fetch(app.url + path)));
    const before = await series();
    await Promise.all(Array.from({ length: 200 }, (_, i) => fetch(`${app.url}/${i % 2 ? 'items' : 'none'}/${i}`)));

    expect(await series()).toBe(before);
  });

  it('shows the process', async () => {
    expect(await metrics()).toContain('process_cpu_seconds_total');
  });
});
