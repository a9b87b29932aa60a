import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import type { SplitClient } from '../src/index.ts';
import { allInSync, ask, callsOf, clientOf, connectionsOf, holds } from './servers.ts';
import { until } from './until.ts';

describe('routing on real servers', () => {
  let topology: RedisTopology;
  let client: SplitClient;

  beforeAll(async () => {
    topology = await startRedisTopology({ replicas: 2 });
    client = clientOf(topology);
    await allInSync(client);
  });

  afterAll(async () => {
    await client.close();
    await topology.stop();
  });

  /** How often `command` ran on the primary and on each replica during `work`. */
  async function callsDuring(
    command: string,
    work: () => Promise<unknown>,
  ): Promise<{ primary: number; replicas: number[] }> {
    const nodes = [topology.primary, ...topology.replicas];
    const count = () => Promise.all(nodes.map((node) => callsOf(node, command)));
    const before = await count();
    await work();
    const [primary = 0, ...replicas] = (await count()).map((calls, i) => calls - (before[i] ?? 0));
    return { primary, replicas };
  }

  const primaryBlocks = () =>
    until(async () => (await connectionsOf(topology.primary)).some((line) => line.includes('cmd=blpop')));

  const times = (n: number, work: () => Promise<unknown>) => async () => {
    for (let i = 0; i < n; i++) await work();
  };

  it('spreads reads over the replicas, none on the primary', async () => {
    const tenCallers = () => Promise.all(Array.from({ length: 10 }, () => client.get('k')));
    const { primary, replicas } = await callsDuring('get', times(20, tenCallers));

    expect(primary).toBe(0);
    expect(sum(replicas)).toBe(200);
    // Not evenly: a node that seems slower, if only by our own pause, gets less.
    for (const calls of replicas) expect(calls).toBeGreaterThan(0);
  });

  it.each<[string, string, () => Promise<unknown>]>([
    ['by call()', 'get', () => client.call('GET', 'here')],
    ['for buffers', 'get', () => client.getBuffer('here')],
    ['by subcommand', 'object\\|encoding', () => client.object('ENCODING', 'here')],
  ])('sends reads %s to the replicas too', async (_name, command, read) => {
    await client.set('here', 'v');
    for (const node of topology.replicas) await holds(node, 'here', 'v');
    const { primary, replicas } = await callsDuring(command, times(4, read));

    expect({ primary, replicas: sum(replicas) }).toEqual({ primary: 0, replicas: 4 });
  });

  it('sends writes to the primary', async () => {
    const { primary } = await callsDuring(
      'set',
      times(5, () => client.set('k', 'v')),
    );

    expect(primary).toBe(5);
  });

  it('runs MULTI on the primary, its reads too', async () => {
    const run = () => client.multi().get('k').get('k').exec();

    expect(await callsDuring('get', run)).toEqual({ primary: 2, replicas: [0, 0] });
    expect(await callsDuring('exec', run)).toEqual({ primary: 1, replicas: [0, 0] });
    expect(await client.multi().set('m', '1').incr('m').exec()).toEqual([
      [null, 'OK'],
      [null, 2],
    ]);
  });

  it('runs scripts on the primary, and on replicas those that the server lets only read', async () => {
    const script = "return redis.call('GET', KEYS[1])";
    const evals = times(3, () => client.eval(script, 1, 'k'));
    const readOnly = await callsDuring(
      'eval_ro',
      times(3, () => client.eval_ro(script, 1, 'k')),
    );

    expect(await callsDuring('eval', evals)).toEqual({ primary: 3, replicas: [0, 0] });
    expect({ primary: readOnly.primary, replicas: sum(readOnly.replicas) }).toEqual({ primary: 0, replicas: 3 });
  });

  it('runs a scan on one node', async () => {
    expect(
      await callsDuring(
        'scan',
        times(4, () => client.scan('0')),
      ),
    ).toEqual({ primary: 4, replicas: [0, 0] });
  });

  it("passes the server's own errors through", async () => {
    await client.rpush('list', 'x');

    await expect(client.incr('list')).rejects.toMatchObject({
      name: 'ReplyError',
      message: expect.stringContaining('WRONGTYPE'),
    });
    await until(async () => (await client.llen('list')) === 1);
    await expect(client.get('list')).rejects.toMatchObject({ name: 'ReplyError' });
    await expect(client.multi().call('NOPE').exec()).rejects.toMatchObject({ name: 'ReplyError' });
    expect(client.nodes().every(({ ready }) => ready)).toBe(true);
  });

  it('lends a connection that may block, while the shared one goes on', async () => {
    const popped = client.lease('primary', (connection) => connection.blpop('queue', 0));
    await primaryBlocks();
    await client.rpush('queue', 'boat');

    expect(await popped).toEqual(['queue', 'boat']);
  });

  it('lends a connection that may subscribe', async () => {
    const message = client.lease('primary', async (connection) => {
      const received = new Promise((resolve) => connection.on('message', (...event) => resolve(event)));
      await connection.subscribe('lock');
      await client.publish('lock', 'open');
      return received;
    });

    expect(await message).toEqual(['lock', 'open']);
  });

  it('lends a replica', async () => {
    const info = await client.lease('replica', (connection) => connection.info('replication'));

    expect(info).toContain('role:slave');
  });

  it('answers what is due before it closes, and leaves no connection', async () => {
    const own = clientOf(topology);
    await allInSync(own);
    const blocked = own.lease('primary', (connection) => connection.blpop('nothing', 0));
    await primaryBlocks();
    // Longer than a closing connection waits for its peer: who does not drain loses the writes.
    await ask(topology.primary, (redis) => redis.call('CLIENT', 'PAUSE', 600, 'WRITE'));
    const due = Promise.all([own.set('last', 'word'), own.get('nothing'), own.multi().set('last', 'words').exec()]);

    const closed = own.close();

    await expect(due).resolves.toEqual(['OK', null, [[null, 'OK']]]);
    await expect(blocked).rejects.toThrow();
    await closed;
    await client.close();
    for (const node of [topology.primary, ...topology.replicas]) {
      await until(async () => (await connectionsOf(node)).length === 1);
    }
  });
});

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);
