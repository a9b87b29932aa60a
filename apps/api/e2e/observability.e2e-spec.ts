import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import { startOtlpReceiver, type OtlpReceiver } from './otlp-receiver.ts';
import { apiOn } from './start-api.ts';
import { untilOk } from './until.ts';

const caller = { traceId: '0af7651916cd43dd8448eb211c80319c', spanId: 'b7ad6b7169203331' };

describe('what the API tells of itself', () => {
  let redis: RedisTopology;
  let collector: OtlpReceiver;

  beforeAll(async () => {
    redis = await startRedisTopology({ replicas: 1 });
    collector = await startOtlpReceiver();
  });
  afterAll(async () => {
    await redis?.stop();
    await collector?.close();
  });

  const api = () => apiOn(redis).with({ LOG_LEVEL: 'info' });
  const lines = (stdout: string) =>
    stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);

  it('writes one line of JSON a request, by which it can be found', async () => {
    const running = await api().start();
    const traceparent = `00-${caller.traceId}-${caller.spanId}-01`;
    await untilOk(() => running.post({ id: 'a', val: 'v' }));
    await untilOk(() => running.get('/items/a'));
    const named = await running.send('GET', '/items/a?x=1', { headers: { 'x-request-id': 'mine-1', traceparent } });
    const unnamed = await running.send('GET', '/nope', {
      headers: { 'x-request-id': 'a "b"', authorization: 's3cret' },
    });
    await running.get('/livez');
    const { stdout } = await running.terminate();

    const requests = lines(stdout).filter(({ msg }) => msg === 'request');
    const one = (id: string | null) => requests.filter(({ requestId }) => requestId === id);
    expect(named.headers.get('x-request-id')).toBe('mine-1');
    expect(one('mine-1')).toEqual([
      expect.objectContaining({
        traceId: caller.traceId,
        method: 'GET',
        route: '/items/:id',
        url: '/items/a?x=1',
        status: 200,
        durationMs: expect.any(Number),
        servedBy: expect.stringMatching(/^(primary|replica)$/),
      }),
    ]);
    expect(one(unnamed.headers.get('x-request-id'))).toEqual([expect.objectContaining({ status: 404, url: '/nope' })]);
    expect(requests.some(({ url }) => url === '/livez')).toBe(false);
    expect(stdout).not.toContain('s3cret');
  });

  it('traces a request through HTTP and Redis in the trace of its caller', async () => {
    const running = await api()
      .with({ OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER_ARG: '0' })
      .start();
    await untilOk(() => running.post({ id: 'a', val: 'v' }));
    await untilOk(() => running.get('/items/a'));
    const trace = (flags: string) => ({ headers: { traceparent: `00-${caller.traceId}-${caller.spanId}-${flags}` } });
    const sampled = await running.send('GET', '/items/a', trace('01'));
    await running.send('GET', '/items/a', trace('00'));
    const { stdout } = await running.terminate();

    const [, traceId, spanId] = /^00-([^-]+)-([^-]+)-01$/.exec(sampled.headers.get('traceresponse') ?? '') ?? [];
    expect(traceId).toBe(caller.traceId);
    // Those that nobody asked to sample, and probes, are not among them.
    expect(new Set(collector.spans.map((span) => span.traceId))).toEqual(new Set([caller.traceId]));
    const http = collector.spans.filter(({ kind }) => kind === 2);
    expect(http).toEqual([expect.objectContaining({ name: 'GET /items/:id', spanId, parentSpanId: caller.spanId })]);
    expect(http[0]?.attributes).toContainEqual({ key: 'http.response.status_code', value: { intValue: 200 } });
    const commands = collector.spans.filter(({ kind }) => kind === 3);
    expect(commands).toContainEqual(expect.objectContaining({ name: 'GET', parentSpanId: spanId }));
    expect(JSON.stringify(commands)).not.toContain('item:a');
    expect(lines(stdout)).toContainEqual(expect.objectContaining({ msg: 'request', traceId: caller.traceId }));
  });

  it('samples by itself when told to, and traces nothing otherwise', async () => {
    const before = collector.spans.length;
    const quiet = await api().start();
    await untilOk(() => quiet.get('/livez'));
    await quiet.terminate();
    expect(collector.spans.length).toBe(before);

    const loud = await api()
      .with({ OTEL_EXPORTER_OTLP_ENDPOINT: `${collector.url}/`, OTEL_TRACES_SAMPLER_ARG: '1' })
      .start();
    await loud.get('/nope');
    await loud.terminate();
    expect(collector.spans.slice(before).map(({ name }) => name)).toContain('GET');
  });

  it('serves on when the collector is gone', async () => {
    const running = await api()
      .with({ OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:1', OTEL_TRACES_SAMPLER_ARG: '1' })
      .start();
    await untilOk(() => running.post({ id: 'a', val: 'v' }));
    expect((await running.terminate()).code).toBe(0);
  });

  it('has metrics of requests, the event loop and the Redis client, and not too many', async () => {
    const running = await api().start();
    await untilOk(() => running.post({ id: 'a', val: 'v' }));
    for (let i = 0; i < 50; i++) await running.get(`/items/${i}`);
    const text = await (await running.get('/metrics')).text();
    await running.terminate();

    expect(text).toContain('sluice_http_requests_total{method="GET",route="/items/:id",status="404"} 50\n');
    expect(text).toMatch(/^redis_split_reads_total{mode="sampled",outcome="\w+"} [1-9]/m);
    expect(text).toMatch(/^redis_split_node_staleness_seconds{node="\d"} \d/m);
    expect(text).toMatch(/^sluice_build_info{version="\d/m);
    expect(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length).toBeLessThan(300);
  });
});
