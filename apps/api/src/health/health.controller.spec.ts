import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { serveApp } from '../../spec/serve-app.ts';
import { HealthController } from './health.controller.ts';

const topology = (primaryReady: boolean, replicaReady: boolean) => [
  { role: 'primary' as const, address: 'p:6379', ready: primaryReady },
  { role: 'replica' as const, address: 'r:6379', ready: replicaReady },
];

describe(HealthController.name, () => {
  let app: Awaited<ReturnType<typeof serveApp>>;
  let nodes = topology(true, true);

  beforeAll(async () => {
    app = await serveApp({}, () => nodes);
  });
  afterAll(() => app.close());

  describe('GET /readyz', () => {
    it.each([
      ['all nodes are ready', topology(true, true), 200, 'ok'],
      ['the primary is gone, since reads go on', topology(false, true), 200, 'degraded'],
      ['the replica is gone, since the primary reads too', topology(true, false), 200, 'degraded'],
    ])('is on when %s', async (_when, now, status, word) => {
      nodes = now;
      const response = await fetch(`${app.url}/readyz`);

      expect(response.status).toBe(status);
      expect(await response.json()).toMatchObject({ status: word, details: { redis: { nodes: now } } });
    });

    it('is off when no node can serve, and names each', async () => {
      nodes = topology(false, false);
      const response = await fetch(`${app.url}/readyz`);

      expect(response.status).toBe(503);
      expect(await response.json()).toMatchObject({
        status: 503,
        title: 'Not ready',
        health: { details: { redis: { status: 'down', nodes } } },
      });
    });
  });

  it('GET /livez knows nothing of Redis', async () => {
    nodes = topology(false, false);
    expect((await fetch(`${app.url}/livez`)).status).toBe(200);
  });
});
