import { afterEach, describe, expect, it } from '@jest/globals';
import type { SplitOptions } from './options.ts';
import { createSplitClient, SplitClient } from './split-client.ts';

// Port 1 of loopback: nobody listens, so every attempt to connect is refused at once.
const NOWHERE = 'redis://:hunter2@127.0.0.1:1';
const nowhere: SplitOptions = {
  topology: { kind: 'static', nodes: [NOWHERE] },
  writeQueue: { timeoutMs: 0 },
  readQueue: { timeoutMs: 0 },
};

describe(SplitClient.name, () => {
  let client: SplitClient;

  afterEach(() => client.close());

  it('starts without a server and says which nodes are missing, without passwords', () => {
    client = createSplitClient({ topology: { kind: 'virtual', primary: NOWHERE, replicas: [NOWHERE] } });

    expect(client.nodes()).toEqual([
      { role: 'primary', address: '127.0.0.1:1', ready: false, inSync: false, reason: 'not connected yet' },
      { role: 'replica', address: '127.0.0.1:1', ready: false, inSync: false, reason: 'not connected yet' },
    ]);
  });

  it('rejects at once what nobody can serve', async () => {
    client = createSplitClient(nowhere);

    await expect(client.set('k', 'v')).rejects.toMatchObject({ code: 'REDIS_SPLIT_NO_PRIMARY' });
    await expect(client.get('k')).rejects.toMatchObject({ code: 'REDIS_SPLIT_NO_NODE' });
    await expect(client.multi().set('k', 'v').exec()).rejects.toMatchObject({ code: 'REDIS_SPLIT_NO_PRIMARY' });
    await expect(client.pipeline().set('k', 'v').exec()).rejects.toMatchObject({ code: 'REDIS_SPLIT_NO_PRIMARY' });
    await expect(client.lease('primary', () => Promise.resolve())).rejects.toMatchObject({
      code: 'REDIS_SPLIT_NO_PRIMARY',
    });
    await expect(client.lease('replica', () => Promise.resolve())).rejects.toMatchObject({
      code: 'REDIS_SPLIT_NO_NODE',
    });
    await expect(client.ready({ timeoutMs: 10 })).rejects.toMatchObject({ code: 'REDIS_SPLIT_TIMEOUT' });
  });

  it.each([
    ['SUBSCRIBE', () => client.subscribe('c')],
    ['WATCH', () => client.watch('k')],
    ['BLPOP', () => client.blpop('k', 0)],
    ['XREAD with BLOCK', () => client.xread('BLOCK', 0, 'STREAMS', 's', '0')],
    ['SELECT through call', () => client.call('SELECT', 1)],
  ])('refuses %s and names the way out', async (_name, send) => {
    client = createSplitClient(nowhere);

    await expect(send()).rejects.toMatchObject({
      code: 'REDIS_SPLIT_NOT_ROUTABLE',
      message: expect.stringContaining('lease('),
    });
  });

  it('calls a callback once, as ioredis does', async () => {
    client = createSplitClient(nowhere);

    const outcomes: unknown[] = [];
    await client.get('k', (...outcome) => outcomes.push(outcome)).catch(() => undefined);

    expect(outcomes).toEqual([[expect.objectContaining({ code: 'REDIS_SPLIT_NO_NODE' })]]);
  });

  it('signs tokens for clients of the same name and secret', () => {
    const token = `v1.${'a'.repeat(40)}.7`;
    const signing = (name: string, ...secrets: string[]) =>
      createSplitClient({ ...nowhere, name, tokens: { secrets: secrets.map((secret) => secret.repeat(32)) } });
    const clients = [signing('a', 'x'), signing('a', 'y', 'x'), signing('b', 'x')] as const;
    client = createSplitClient(nowhere);
    try {
      const signed = clients[0].sign(token);

      expect(clients[1].verify(signed)).toBe(token);
      expect(() => clients[2].verify(signed)).toThrow(expect.objectContaining({ code: 'REDIS_SPLIT_TOKEN_INVALID' }));
      expect(() => client.sign(token)).toThrow(expect.objectContaining({ code: 'REDIS_SPLIT_INVALID_OPTION' }));
    } finally {
      for (const each of clients) void each.close();
    }
  });

  it('takes nothing after close, and may be closed twice', async () => {
    client = createSplitClient(nowhere);
    await Promise.all([client.close(), client.close()]);

    await expect(client.get('k')).rejects.toMatchObject({ code: 'REDIS_SPLIT_CLOSED' });
    await expect(client.lease('primary', () => Promise.resolve())).rejects.toMatchObject({
      code: 'REDIS_SPLIT_CLOSED',
    });
  });
});
