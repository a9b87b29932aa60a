import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Link, type RedisNode, type RedisTopology, startLink, startRedisTopology } from '@sluice/tools/redis';
import { askRedis } from './ask-redis.ts';
import { apiOn, type RunningApi } from './start-api.ts';
import { until } from './until.ts';

/** Two pods, two replicas, one of which lags behind whenever its link is held. */
describe('what is promised of reads and writes', () => {
  let redis: RedisTopology;
  let lagging: RedisNode;
  let current: RedisNode;
  let replication: Link;
  /** How the pods reach the primary: as behind a virtual address, that leads elsewhere after a failover. */
  let address: Link;
  let here: RunningApi;
  let elsewhere: RunningApi;

  beforeEach(async () => {
    redis = await startRedisTopology({ replicas: 2 });
    [lagging, current] = [redis.replicas[0]!, redis.replicas[1]!];
    replication = await startLink(redis.primary.port);
    address = await startLink(redis.primary.port);
    await askRedis(lagging, `REPLICAOF 127.0.0.1 ${replication.port}`);
    await inSync(lagging);
    const pod = apiOn(redis).with({ REDIS_URL: address.url });
    [here, elsewhere] = await Promise.all([pod.start(), pod.start()]);
    for (const api of [here, elsewhere]) await until(() => ready(api), Boolean);
    await put('old');
    for (const node of redis.replicas) await holds(node, 'old');
    // So that the pods know of the age of what they read.
    for (const api of [here, elsewhere]) await until(() => get(api), proved);
  });
  afterEach(async () => {
    await Promise.all([here?.terminate(), elsewhere?.terminate()]);
    await redis?.stop();
    await Promise.all([replication?.close(), address?.close()]);
  });

  const put = (val: string, headers: Record<string, string> = {}, api = here) =>
    api.send('PUT', '/items/k', { headers, body: { val } });
  const get = (api: RunningApi, headers: Record<string, string> = {}) => api.send('GET', '/items/k', { headers });
  const tokenOf = ({ headers }: Response) => headers.get('sluice-token') ?? '';
  const proved = ({ headers }: Response) => headers.has('sluice-staleness-ms');
  const valueOf = async (response: Response) => ((await response.json()) as { val: string }).val;
  const holds = (node: RedisNode, val: string) =>
    until(
      () => askRedis(node, 'GET item:k'),
      (reply) => reply.includes(val),
    );
  const ready = async (api: RunningApi) =>
    ((await (await api.get('/readyz')).json()) as { status: unknown }).status === 'ok';

  it('a token reads what was written, on any pod, whatever a replica has', async () => {
    replication.hold();
    const token = tokenOf(await put('new'));
    await holds(current, 'new');

    // Without it both are read: which replica answers is a matter of load and luck.
    const values = new Set<string>();
    await until(
      async () => values.add(await valueOf(await get(elsewhere))),
      ({ size }) => size === 2,
    );

    for (const api of [here, elsewhere]) {
      for (let i = 0; i < 10; i++) expect(await valueOf(await get(api, { 'sluice-token': token }))).toBe('new');
    }
  });

  it('a token passed on never goes back, though its holder wrote nothing', async () => {
    replication.hold();
    await put('new');
    await holds(current, 'new');
    // A bound makes the first token: the lagging replica cannot prove it.
    let response = await until(
      () => get(elsewhere, { 'sluice-max-staleness-ms': '60000' }),
      async (each) => (await valueOf(each.clone())) === 'new',
    );
    for (let i = 0; i < 20; i++) {
      response = await get(i % 2 ? here : elsewhere, { 'sluice-token': tokenOf(response) });
      expect(await valueOf(response)).toBe('new');
    }
  });

  it('a bound is kept, and never smaller than the age', async () => {
    replication.hold();
    const writtenAt = performance.now();
    await put('new');
    await holds(current, 'new');
    await until(
      () => Promise.resolve(performance.now() - writtenAt),
      (ageMs) => ageMs > 300,
    );

    for (let i = 0; i < 10; i++) {
      const response = await get(here, { 'sluice-max-staleness-ms': '200' });
      expect(await valueOf(response)).toBe('new');
      const { headers } = response;
      if (headers.get('sluice-served-by') === 'replica')
        expect(Number(headers.get('sluice-staleness-ms'))).toBeLessThanOrEqual(200);
    }
    for (let i = 0; i < 10; i++) {
      const response = await get(here);
      const ageMs = performance.now() - writtenAt;
      if ((await valueOf(response.clone())) === 'new') continue;
      expect(response.headers.get('sluice-served-by')).toBe('replica');
      // All that was written more than the bound ago is in the answer; this one is not.
      expect(Number(response.headers.get('sluice-staleness-ms'))).toBeGreaterThan(ageMs - 100);
    }
  });

  it('a bound that nobody can prove is refused, while others read on', async () => {
    await redis.primary.kill();
    const refused = await until(
      () => get(here, { 'sluice-max-staleness-ms': '50' }),
      ({ status }) => status !== 200,
    );

    expect(refused.status).toBe(503);
    expect(refused.headers.has('retry-after')).toBe(true);
    expect(await refused.json()).toMatchObject({ type: 'urn:sluice:problem:stale' });
    const { status, headers } = await get(here);
    expect([status, headers.get('sluice-served-by')]).toEqual([200, 'replica']);
  });

  it.each([
    ['no token', () => 'nonsense'],
    ['one from ahead of the primary', (token: string) => token.replace(/\d+$/, '9000000000')],
  ])('refuses %s', async (_what, forge) => {
    const token = tokenOf(await put('new'));
    const response = await get(elsewhere, { 'sluice-token': forge(token) });

    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ type: 'urn:sluice:problem:token-invalid' });
  });

  it('signs tokens when there is a secret, so that none can be made up', async () => {
    const unsigned = tokenOf(await put('new'));
    const pod = apiOn(redis).with({ TOKEN_SECRETS: `${'n'.repeat(32)},${'o'.repeat(32)}` });
    const old = await apiOn(redis)
      .with({ TOKEN_SECRETS: 'o'.repeat(32) })
      .start();
    const signing = await pod.start();
    try {
      const token = tokenOf(
        await until(
          () => put('newer', {}, signing),
          ({ status }) => status === 204,
        ),
      );
      expect(token).not.toBe(unsigned);
      expect((await get(signing, { 'sluice-token': token })).status).toBe(200);
      for (const forged of [unsigned, `${token.slice(0, -1)}${token.endsWith('A') ? 'B' : 'A'}`]) {
        const response = await get(signing, { 'sluice-token': forged });
        expect(response.status).toBe(400);
        expect(await response.json()).toMatchObject({ type: 'urn:sluice:problem:token-invalid' });
      }
      // While a secret is changed, what the old one signed is still good.
      const fromOld = tokenOf(
        await until(
          () => put('newest', {}, old),
          ({ status }) => status === 204,
        ),
      );
      expect((await get(signing, { 'sluice-token': fromOld })).status).toBe(200);
      expect((await get(old, { 'sluice-token': token })).status).toBe(400);
    } finally {
      await Promise.all([old.terminate(), signing.terminate()]);
    }
  });

  it('says that a failover lost what a token stands for', async () => {
    replication.hold();
    const token = tokenOf(await put('lost'));
    // The lagging one is promoted without the write; the address leads to it.
    await askRedis(lagging, 'REPLICAOF NO ONE');
    await redis.primary.kill();
    await askRedis(current, `REPLICAOF 127.0.0.1 ${lagging.port}`);
    await inSync(current);
    address.leadTo(lagging.port);
    await until(
      () => put('filler'.repeat(1000)),
      ({ status }) => status === 204,
    );

    const response = await until(
      () => get(elsewhere, { 'sluice-token': token }),
      ({ status }) => status !== 503,
    );
    expect(response.status).toBe(409);
    expect(await response.json()).toMatchObject({ type: 'urn:sluice:problem:token-lost' });
  });

  describe('Sluice-Durability', () => {
    it('is answered when that many replicas have the write', async () => {
      const { status, headers } = await put('new', { 'sluice-durability': '2' });

      expect([status, headers.get('sluice-served-by')]).toEqual([204, 'primary']);
      for (const node of redis.replicas) expect(await askRedis(node, 'GET item:k')).toContain('new');
    });

    it('is a 504 that pretends nothing when too few confirm in time', async () => {
      replication.hold();
      const response = await put('new', { 'sluice-durability': '2' });

      expect(response.status).toBe(504);
      expect(await response.json()).toMatchObject({
        type: 'urn:sluice:problem:not-durable',
        detail: expect.stringContaining('1 of 2 replicas confirmed'),
      });
      // It was written, and the token says up to where.
      expect(await valueOf(await get(elsewhere, { 'sluice-token': tokenOf(response) }))).toBe('new');
    });
  });
});

const inSync = (node: RedisNode) =>
  until(
    () => askRedis(node, 'INFO replication'),
    (info) => info.includes('master_link_status:up'),
  );
