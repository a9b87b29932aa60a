import { inspect } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import { createSplitClient, type SplitClient } from '../src/index.ts';
import { allInSync, ask, callsOf, clientOf, holds, statusOf } from './servers.ts';
import { until } from './until.ts';

describe('faults of real servers', () => {
  let topology: RedisTopology;
  let client: SplitClient;

  beforeEach(async () => {
    topology = await startRedisTopology({ replicas: 2 });
    client = clientOf(topology);
    await allInSync(client);
    await client.set('k', 'v');
    for (const node of topology.replicas) await holds(node, 'k', 'v');
  });

  afterEach(async () => {
    await client.close();
    await topology.stop();
  });

  const firstReplica = () => {
    const [replica] = topology.replicas;
    if (!replica) throw new Error('Expected a replica');
    return replica;
  };

  /** Reads without a pause while `work` goes on; one failed read fails the test at once. Gives the number of reads. */
  async function whileReading(work: () => Promise<void>): Promise<number> {
    let working = true;
    const reading = (async () => {
      let reads = 0;
      for (; working; reads++) expect(await client.get('k')).toBe('v');
      return reads;
    })();
    try {
      await Promise.race([work(), reading]);
    } finally {
      working = false;
    }
    return reading;
  }

  it('reads on when a replica is killed, and uses it again when it is back', async () => {
    const replica = firstReplica();
    const events: string[] = [];
    client.on('nodeDown', ({ address, reason }) => events.push(`down ${address} ${reason ? 'with a reason' : ''}`));
    client.on('nodeUp', ({ address }) => events.push(`up ${address}`));
    const reads = await whileReading(async () => {
      await replica.kill();
      await until(() => statusOf(client, replica)?.ready === false);
      await replica.restart();
      await until(() => statusOf(client, replica)?.inSync === true);
      await until(async () => (await callsOf(replica, 'get')) > 0);
    });

    expect(reads).toBeGreaterThan(0);
    expect(events).toEqual([`down 127.0.0.1:${replica.port} with a reason`, `up 127.0.0.1:${replica.port}`]);
  });

  it('reads from the primary when every replica is gone', async () => {
    await whileReading(async () => {
      await Promise.all(topology.replicas.map((replica) => replica.kill()));
      await until(async () => (await callsOf(topology.primary, 'get')) > 0);
    });
  });

  it('reads on without the primary, rejects writes with a code, and recovers by itself', async () => {
    const codes = new Set<string>();
    await whileReading(async () => {
      await topology.primary.kill();
      await until(async () => {
        codes.add(await codeOf(client.set('k', 'v')));
        return codes.has('REDIS_SPLIT_NO_PRIMARY');
      });
      await until(() => topology.replicas.every((replica) => statusOf(client, replica)?.inSync === false));
      expect(await codeOf(client.multi().set('k', 'v').exec())).toBe('REDIS_SPLIT_NO_PRIMARY');
      expect(topology.replicas.map((replica) => statusOf(client, replica)?.ready)).toEqual([true, true]);

      await topology.primary.restart();
      await until(async () => (await codeOf(client.set('k', 'v'))) === 'none');
      await allInSync(client);
    });

    const expected = ['none', 'REDIS_SPLIT_NO_PRIMARY', 'REDIS_SPLIT_AMBIGUOUS_WRITE'];
    expect([...codes].filter((code) => !expected.includes(code))).toEqual([]);
  });

  it('lets the first read and the first write of a client wait for its connections', async () => {
    const early = createSplitClient({
      topology: { kind: 'static', nodes: [topology.primary, ...topology.replicas].map(({ url }) => url) },
      commandTimeoutMs: 20_000,
      readQueue: { timeoutMs: 20_000 },
      writeQueue: { timeoutMs: 20_000 },
    });
    try {
      expect(await Promise.all([early.get('k'), early.set('other', 'w')])).toEqual(['v', 'OK']);
    } finally {
      await early.close();
    }
  });

  it('lets reads wait when every connection is closed at once, as Sentinel does', async () => {
    let reading = true;
    const readings = Promise.all(
      Array.from({ length: 8 }, async () => {
        for (; reading;) expect(await client.get('k')).toBe('v');
      }),
    );
    readings.catch(() => undefined);
    for (let i = 0; i < 5; i++) {
      const nodes = [topology.primary, ...topology.replicas];
      await Promise.all(nodes.map((node) => ask(node, (redis) => redis.call('CLIENT', 'KILL', 'TYPE', 'NORMAL'))));
      await allInSync(client);
    }
    reading = false;
    await readings;
  });

  it('serves reads to a client that starts while the primary is gone', async () => {
    await topology.primary.kill();
    const late = clientOf(topology);
    try {
      await until(() => topology.replicas.every((replica) => statusOf(late, replica)?.ready === true));

      expect(await late.get('k')).toBe('v');
    } finally {
      await late.close();
    }
  });

  it('never reads from a replica that came back empty while the primary is gone', async () => {
    const replica = firstReplica();
    await topology.primary.kill();
    await replica.kill();
    // Its link cannot come up, so `restart` would wait in vain; it answers long before that.
    const restarted = replica.restart();
    restarted.catch(() => undefined);
    await until(() => statusOf(client, replica)?.reason === 'its link to the primary is down');

    for (let i = 0; i < 10; i++) expect(await client.get('k')).toBe('v');
    expect(statusOf(client, replica)?.ready).toBe(false);
    await topology.primary.restart();
    await restarted;
  });

  it('reads from another node, within the deadline, when a replica freezes', async () => {
    const replica = firstReplica();

    replica.pause();
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.get('k')));
    expect(answers).toEqual(Array(10).fill('v'));
    expect(statusOf(client, replica)?.ready).toBe(false);
    replica.resume();

    await until(() => statusOf(client, replica)?.inSync === true);
  });

  it('says that a write to a frozen primary may have happened, and never sends it twice', async () => {
    topology.primary.pause();
    expect(await codeOf(client.incr('counter'))).toBe('REDIS_SPLIT_AMBIGUOUS_WRITE');
    expect(await codeOf(client.incr('counter'))).toBe('REDIS_SPLIT_NO_PRIMARY');
    topology.primary.resume();
    await until(() => statusOf(client, topology.primary)?.ready === true);

    expect(await ask(topology.primary, (redis) => redis.get('counter'))).toBe('1');
  });

  it('waits in the background for a primary that is not there yet', async () => {
    await topology.primary.kill();
    const early = createSplitClient({
      topology: { kind: 'static', nodes: [topology.primary.url] },
      writeQueue: { timeoutMs: 0 },
    });
    try {
      await expect(early.ready({ timeoutMs: 50 })).rejects.toMatchObject({ code: 'REDIS_SPLIT_TIMEOUT' });
      const ready = early.ready({ timeoutMs: 30_000 });
      await topology.primary.restart();
      await ready;

      expect(await early.set('k', 'v')).toBe('OK');
    } finally {
      await early.close();
    }
  });

  it('does not write to a replica that was listed as the primary, and says what is wrong', async () => {
    const mistaken = createSplitClient({
      topology: { kind: 'virtual', primary: firstReplica().url, replicas: [topology.primary.url] },
      writeQueue: { timeoutMs: 0 },
    });
    try {
      await until(() => mistaken.nodes().every(({ reason }) => reason?.startsWith('taken for')));

      expect(await codeOf(mistaken.set('k', 'v'))).toBe('REDIS_SPLIT_NO_PRIMARY');
      expect(mistaken.nodes().map(({ ready, reason }) => ({ ready, reason }))).toEqual([
        { ready: false, reason: 'taken for a primary, but it says that it is a replica' },
        { ready: false, reason: 'taken for a replica, but it says that it is a primary' },
      ]);
    } finally {
      await mistaken.close();
    }
  });

  it('takes READONLY for a lost primary, not for the caller’s mistake', async () => {
    // A probe so rare that the demotion is noticed by the write itself.
    const slow = clientOf(topology, { probeIntervalMs: 600_000 });
    try {
      await allInSync(slow);
      await ask(topology.primary, (redis) => redis.replicaof('127.0.0.1', 1));

      expect(await codeOf(slow.set('k', 'v'))).toBe('REDIS_SPLIT_NO_PRIMARY');
      await until(() => statusOf(slow, topology.primary)?.role === 'replica');
    } finally {
      await slow.close();
    }
  });

  it('keeps a password out of its errors and its status', async () => {
    await ask(topology.primary, (redis) => redis.config('SET', 'requirepass', 'right'));
    const url = new URL(topology.primary.url);
    url.password = 'hunter2';
    const stranger = createSplitClient({ topology: { kind: 'static', nodes: [url.href] } });
    try {
      await until(() => stranger.nodes().some(({ reason }) => reason?.includes('WRONGPASS')));
      const error: unknown = await stranger.set('k', 'v').catch((reason: unknown) => reason);

      expect(inspect([error, stranger.nodes()], { depth: 9 })).not.toContain('hunter2');
    } finally {
      await stranger.close();
    }
  });

  it('answers the reads that are due before it closes, though a replica is frozen', async () => {
    const replica = firstReplica();
    replica.pause();
    const reads = Promise.all([client.get('k'), client.get('k')]);

    await client.close();

    expect(await reads).toEqual(['v', 'v']);
  });
});

/** The code a promise rejects with; `none` when it does not, `unknown` when it is no error of ours. */
const codeOf = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    () => 'none',
    (error: { code?: string }) => error.code ?? 'unknown',
  );
