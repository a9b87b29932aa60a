import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { setTimeout as sleep } from 'node:timers/promises';
import { withTools } from '../integration/with-tools.ts';
import { DeployLab } from './lab.ts';
import { withLoad } from './load.ts';

let lab: DeployLab;

beforeAll(async () => {
  const { stdout } = await withTools(['sh', '-c', 'echo $PATH'], {}, ['kubectl', 'kustomize', 'k6']);
  process.env['PATH'] = stdout;
  lab = await DeployLab.create('monitoring,keda');
});
afterAll(() => lab.remove());

const hpa = async () => {
  const text = await lab.kubectl('get', 'horizontalpodautoscaler', 'api', '--output=json');
  return JSON.parse(text) as {
    spec: { metrics: { type: string }[] };
    status: { desiredReplicas: number; currentMetrics?: { type: string }[] };
  };
};
const prometheus = async (query: string) => {
  const path = '/api/v1/namespaces/monitoring/services/prometheus-operated:9090/proxy/api/v1/query';
  const text = await lab.kubectl('get', `--raw=${path}?query=${encodeURIComponent(query)}`);
  return (JSON.parse(text) as { data: { result: { metric: Record<string, string>; value: [number, string] }[] } }).data
    .result;
};

/** The same objects as in prod, against the real operators. In this order. */
describe('local-keda, on a lab with its add-ons', () => {
  it('is applied, and its autoscaler has both metrics', async () => {
    const { exitCode, all } = await lab.cli('apply', '--env=local-keda');
    expect(all).toMatch(
      /\+ ScaledObject\/api\n[^]*HorizontalPodAutoscaler\/api \d of at least 1 pods[^]*is applied and works/,
    );
    expect(exitCode).toBe(0);
    expect((await hpa()).spec.metrics.map(({ type }) => type).sort()).toEqual(['ContainerResource', 'External']);
  });

  it('is scraped: the API, and every Redis node by its exporter', async () => {
    const ups = async () => (await prometheus('up{namespace="sluice"} == 1')).map(({ metric }) => metric['pod']).sort();
    const deadline = Date.now() + 60_000;
    while ((await ups()).length < 4 && Date.now() < deadline) await sleep(1000);
    expect(await ups()).toEqual([
      expect.stringMatching(/^api-/),
      'redis-primary-0',
      'redis-replica-0',
      'redis-replica-1',
    ]);
    expect((await prometheus('redis_up{namespace="sluice"} == 1')).length).toBe(3);
  });

  it('has its alerts loaded', async () => {
    const path = '/api/v1/namespaces/monitoring/services/prometheus-operated:9090/proxy/api/v1/rules';
    expect(await lab.kubectl('get', `--raw=${path}`)).toContain('SluiceAutoscalerBlind');
  });

  it('scales on offered requests', async () => {
    const startedAt = Date.now();
    const [seconds, met] = await withLoad(
      lab.networkNamespace,
      'http://127.0.0.1:32000/items',
      async () => {
        const deadline = Date.now() + 60_000;
        while ((await hpa()).status.desiredReplicas < 4 && Date.now() < deadline) await sleep(250);
        const tookS = (Date.now() - startedAt) / 1000;
        await lab.kubectl('wait', '--for=jsonpath={.status.readyReplicas}=4', 'deployment/api', '--timeout=60s');
        return tookS;
      },
      100,
    );
    console.log(
      `100 requests/s, 28 for each pod: 4 pods wanted after ${seconds.toFixed(1)} s; ${met.requests} requests, ${met.failed} failed`,
    );
    expect((await hpa()).status.desiredReplicas).toBeGreaterThanOrEqual(4);
    expect(seconds).toBeLessThan(60);
    expect(met.failed).toBe(0);
  });

  it('goes over to CPU alone and back, with the pods that it has', async () => {
    const over = await lab.cli('apply', '--env=local', '--yes');
    expect(over.all).toMatch(/- ScaledObject\/api/);
    expect(over.exitCode).toBe(0);
    expect((await hpa()).spec.metrics.map(({ type }) => type)).toEqual(['ContainerResource']);
  });
});
