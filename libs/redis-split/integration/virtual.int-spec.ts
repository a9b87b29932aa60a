import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Link, type RedisTopology, startLink, startRedisTopology } from '@sluice/tools/redis';
import type { SplitClient } from '../src/index.ts';
import { callsOf, clientOf, connectionsOf } from './servers.ts';
import { until } from './until.ts';

describe('an address that hides several replicas', () => {
  let topology: RedisTopology;
  let replicas: Link;
  let client: SplitClient;

  beforeEach(async () => {
    topology = await startRedisTopology({ replicas: 3 });
    // Each connection goes to another one, as behind a service of Kubernetes.
    replicas = await startLink(topology.replicas.map(({ port }) => port));
    client = clientOf(topology, {
      topology: { kind: 'virtual', primary: topology.primary.url, replicas: [replicas.url] },
    });
  });

  afterEach(async () => {
    await client.close();
    await topology.stop();
    await replicas.close();
  });

  const replicasReady = () => client.nodes().filter(({ role, inSync }) => role === 'replica' && inSync).length;
  const served = () => Promise.all(topology.replicas.map((node) => callsOf(node, 'get')));

  it('is opened until every replica is met, and shares the reads among all', async () => {
    await until(() => replicasReady() === 3);
    const before = await served();
    await until(async () => {
      for (let i = 0; i < 20; i++) await client.get('k');
      return (await served()).every((calls, i) => calls > (before[i] ?? 0));
    });
    expect(await callsOf(topology.primary, 'get')).toBe(0);
  });

  it('leads to a replica that came later, and loses one that went', async () => {
    await until(() => replicasReady() === 3);
    const [replica] = topology.replicas;
    if (!replica) throw new Error('Expected a replica');
    await replica.kill();
    replicas.leadTo(topology.replicas.slice(1).map(({ port }) => port));
    await until(() => replicasReady() === 2 && client.nodes().length === 3);

    await replica.restart();
    replicas.leadTo(topology.replicas.map(({ port }) => port));
    await until(() => replicasReady() === 3);
    const before = await callsOf(replica, 'get');
    await until(async () => {
      await client.get('k');
      return (await callsOf(replica, 'get')) > before;
    });
  });

  it('keeps no more connections than it needs', async () => {
    await until(() => replicasReady() === 3);
    await until(() => client.nodes().length === 4);
    await until(async () => {
      const counts = await Promise.all(topology.replicas.map(connectionsOf));
      // The one that asks is among them.
      return counts.every((lines) => lines.length === 2);
    });
  });
});
