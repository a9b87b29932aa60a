import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type RedisTopology, startLink, startRedisTopology } from '@sluice/tools/redis';
import type { SplitClient } from '../src/index.ts';
import { everyServer } from './every-server.ts';
import { allInSync, ask, behind, callsOf, clientOf, connectionsOf, inSync, twoOf } from './servers.ts';
import { until } from './until.ts';

describe.each(everyServer)('durable writes, on $name', ({ path: server }) => {
  let topology: RedisTopology;
  let client: SplitClient;

  beforeEach(async () => {
    topology = await startRedisTopology({ replicas: 2, server });
    client = clientOf(topology);
    await allInSync(client);
  });

  afterEach(async () => {
    topology.replicas.forEach((replica) => replica.resume());
    await client.close();
    await topology.stop();
  });

  const freeze = () => topology.replicas.forEach((replica) => replica.pause());

  it('are on the replicas when they are answered', async () => {
    const durable = client.durable({ replicas: 2, timeoutMs: 20_000 });
    for (let i = 0; i < 20; i++) {
      expect(await durable.set('k', i)).toBe('OK');
      for (const replica of topology.replicas) {
        // Received is not applied, but no other write delays it.
        await ask(replica, (redis) => until(async () => (await redis.get('k')) === `${i}`));
      }
    }
    expect(await durable.multi().set('m', 1).incr('m').exec()).toEqual([
      [null, 'OK'],
      [null, 2],
    ]);
    expect(await durable.pipeline().set('p', 1).exec()).toEqual([[null, 'OK']]);
  });

  it('share a confirmation', async () => {
    const durable = client.durable({ replicas: 1, timeoutMs: 20_000 });
    await durable.set('k', 0);
    const before = await callsOf(topology.primary, 'wait');
    await Promise.all(Array.from({ length: 200 }, (_, i) => durable.set('k', i)));

    expect((await callsOf(topology.primary, 'wait')) - before).toBeLessThan(20);
  });

  it('are not durable while the replicas are frozen, on a fresh connection too, and say how many have them', async () => {
    freeze();
    await expect(client.durable({ replicas: 1, timeoutMs: 100 }).set('k', 'v')).rejects.toMatchObject({
      code: 'REDIS_SPLIT_NOT_DURABLE',
      wanted: 1,
      got: 0,
      result: 'OK',
    });
    // Executed all the same, and once.
    expect(await ask(topology.primary, (redis) => redis.get('k'))).toBe('v');

    topology.replicas[0]?.resume();
    await expect(client.durable({ replicas: 2, timeoutMs: 1000 }).incr('n')).rejects.toMatchObject({
      code: 'REDIS_SPLIT_NOT_DURABLE',
      wanted: 2,
      got: 1,
      result: 1,
    });
    topology.replicas[1]?.resume();
    expect(await client.durable({ replicas: 2, timeoutMs: 20_000 }).incr('n')).toBe(2);
    expect(client.metrics().durableWrites).toEqual({ confirmed: 1, unconfirmed: 2 });
  });

  it('never ask again when the connection breaks while they wait', async () => {
    const durable = client.durable({ replicas: 1, timeoutMs: 20_000 });
    await durable.set('k', 0);
    freeze();
    const before = await callsOf(topology.primary, 'wait');
    const writing = durable.incr('n').catch((error: unknown) => error);
    const waiting = async () => (await connectionsOf(topology.primary)).find((line) => line.includes('cmd=wait'));
    await until(async () => (await waiting()) !== undefined);
    const id = /\bid=(\d+)/.exec((await waiting()) ?? '')?.[1] ?? '';
    await ask(topology.primary, (redis) => redis.call('CLIENT', 'KILL', 'ID', id));

    expect(await writing).toMatchObject({
      code: 'REDIS_SPLIT_NOT_DURABLE',
      got: 0,
      result: 1,
      cause: expect.any(Error),
    });
    expect(client.metrics().durableWrites).toEqual({ confirmed: 1, unconfirmed: 1 });
    topology.replicas.forEach((replica) => replica.resume());
    await allInSync(client);
    expect(await durable.set('k', 'again')).toBe('OK');
    expect(await ask(topology.primary, (redis) => redis.get('n'))).toBe('1');
    // The broken one and the last: a WAIT that was cut off is counted when it was begun.
    expect((await callsOf(topology.primary, 'wait')) - before).toBeLessThanOrEqual(2);
  });

  it('are not confirmed by another server at the same address', async () => {
    const address = await startLink(topology.primary.port);
    const [replica, other] = topology.replicas;
    if (!replica || !other) throw new Error('Expected two replicas');
    const own = clientOf(topology, { topology: behind(address, topology) });
    try {
      await allInSync(own);
      freeze();
      const writing = own
        .durable({ replicas: 1, timeoutMs: 2000 })
        .set('k', 'v')
        .catch((error: unknown) => error);
      await until(async () => (await ask(topology.primary, (redis) => redis.get('k'))) === 'v');
      await topology.primary.kill();
      replica.resume();
      other.resume();
      await ask(replica, (redis) => redis.replicaof('NO', 'ONE'));
      await ask(other, (redis) => redis.replicaof('127.0.0.1', replica.port));
      address.leadTo(replica.port);

      expect(await writing).toMatchObject({ code: expect.stringMatching(/NOT_DURABLE|AMBIGUOUS_WRITE/) });
      await until(() => own.nodes()[0]?.ready === true);
      await until(async () =>
        own
          .durable({ replicas: 1, timeoutMs: 2000 })
          .set('k', 'v')
          .then(
            () => true,
            () => false,
          ),
      );
    } finally {
      await own.close();
      await address.close();
    }
  });

  it('are not confirmed by one that new connections to the address reach, while the old one still takes the writes', async () => {
    const [next, other] = twoOf(topology.replicas);
    await ask(next, (redis) => redis.replicaof('NO', 'ONE'));
    await ask(other, (redis) => redis.replicaof('127.0.0.1', next.port));
    await inSync(other);
    const address = await startLink([topology.primary.port, next.port]);
    const own = clientOf(topology, { topology: { kind: 'virtual', primary: address.url } });
    try {
      await own.ready({ timeoutMs: 30_000 });

      await expect(own.durable({ replicas: 1, timeoutMs: 1000 }).set('k', 'v')).rejects.toMatchObject({
        code: 'REDIS_SPLIT_NOT_DURABLE',
        got: 0,
      });
      expect(await ask(topology.primary, (redis) => redis.get('k'))).toBe('v');
    } finally {
      await own.close();
      await address.close();
    }
  });

  it('leave no connection when the client closes', async () => {
    const own = clientOf(topology);
    await allInSync(own);
    const writing = own.durable({ replicas: 1, timeoutMs: 20_000 }).set('k', 'v');
    await own.close();
    // The answer was due; whether it could still be confirmed is told, never left open.
    await writing.catch((error: unknown) => expect(error).toMatchObject({ code: 'REDIS_SPLIT_NOT_DURABLE' }));
    await client.close();

    await until(async () => (await connectionsOf(topology.primary)).length === 1);
  });
});
