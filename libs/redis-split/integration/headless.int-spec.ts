import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Link, type RedisNode, type RedisTopology, startLink, startRedisTopology } from '@sluice/tools/redis';
import type { SplitClient } from '../src/index.ts';
import { startNameServer, type NameServer } from './name-server.ts';
import { ask, clientOf } from './servers.ts';
import { until } from './until.ts';

describe('a name that stands for all nodes', () => {
  let topology: RedisTopology;
  let names: NameServer;
  /** As pods: each has an address of its own, all the same port. */
  let pods: Link[];
  let client: SplitClient;

  beforeEach(async () => {
    topology = await startRedisTopology({ replicas: 2 });
    const [first, ...others] = [topology.primary, ...topology.replicas].map(({ port }) => port);
    const pod = await startLink(first ?? 0, { host: '127.0.0.2' });
    pods = [pod];
    for (const [i, port] of others.entries()) {
      pods.push(await startLink(port, { host: `127.0.0.${i + 3}`, port: pod.port }));
    }
    names = await startNameServer();
    names.say(['127.0.0.2', '127.0.0.3', '127.0.0.4']);
    client = clientOf(topology, {
      topology: {
        ...{ kind: 'headless', url: `redis://redis.test:${pod.port}` },
        ...{ resolveIntervalMs: 50, dnsServers: [names.address] },
      },
      writeQueue: { timeoutMs: 30_000 },
    });
    await until(() => readyAddresses().length === 3);
  });

  afterEach(async () => {
    await client.close();
    await topology.stop();
    await Promise.all(pods.map((pod) => pod.close()));
    await names.close();
  });

  const readyAddresses = () =>
    client
      .nodes()
      .filter(({ inSync }) => inSync)
      .map(({ address }) => address.split(':')[0]);

  it('finds all of them, and learns their roles', () => {
    expect(readyAddresses()[0]).toBe('127.0.0.2');
    expect(client.nodes().map(({ role }) => role)).toEqual(['primary', 'replica', 'replica']);
  });

  it('finds a node that came back at another address', async () => {
    const [, , moved] = pods;
    if (!moved) throw new Error('Expected a third pod');
    pods.push(await startLink(topology.replicas[1]?.port ?? 0, { host: '127.0.0.5', port: moved.port }));
    await moved.close();
    names.say(['127.0.0.2', '127.0.0.3', '127.0.0.5']);

    await until(() => readyAddresses().includes('127.0.0.5') && client.nodes().length === 3);
  });

  it('keeps a node that the name server forgets for a moment, while it answers', async () => {
    names.say(['127.0.0.2', '127.0.0.3']);
    const asked = names.asked();
    await until(() => names.asked() > asked + 3);
    expect(readyAddresses()).toContain('127.0.0.4');
    names.say([]);
    await until(() => names.asked() > asked + 8);

    expect(readyAddresses()).toHaveLength(3);
    expect(await client.set('k', 'v')).toBe('OK');
  });

  it('follows a promotion', async () => {
    const [first, second] = topology.replicas as [RedisNode, RedisNode];
    await topology.primary.kill();
    const writing = client.set('k', 'v').catch(() => client.set('k', 'v'));
    await ask(first, (redis) => redis.replicaof('NO', 'ONE'));
    await ask(second, (redis) => redis.replicaof('127.0.0.1', first.port));

    expect(await writing).toBe('OK');
    expect(await ask(first, (redis) => redis.get('k'))).toBe('v');
  });
});
