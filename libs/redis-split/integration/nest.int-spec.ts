import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Controller, Get, Param, Post, UseInterceptors, type INestApplication } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { type Link, type RedisTopology, startLink, startRedisTopology } from '@sluice/tools/redis';
import { SplitClient, type ReadMessage, type SplitOptions } from '../src/index.ts';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { CausalSessionInterceptor, Durable, Reads, RedisSplitModule } from '../src/nest/index.ts';
import { allInSync, ask, callsOf, followThrough } from './servers.ts';

@Controller('carts')
@UseInterceptors(CausalSessionInterceptor)
class Carts {
  constructor(private readonly redis: SplitClient) {}

  @Get(':id')
  find(@Param('id') id: string): Promise<string | null> {
    return this.redis.get(id);
  }

  @Post(':id/:value')
  save(@Param('id') id: string, @Param('value') value: string): Promise<string> {
    return this.redis.set(id, value);
  }
}

@Controller('orders')
class Orders {
  constructor(private readonly redis: SplitClient) {}

  @Get(':id')
  @Reads({ maxStalenessMs: 60_000, from: 'primary' })
  find(@Param('id') id: string): Promise<string | null> {
    return this.redis.get(id);
  }

  @Post(':id/:value')
  @Durable({ replicas: 1, timeoutMs: 20_000 })
  save(@Param('id') id: string, @Param('value') value: string): Promise<string> {
    return this.redis.set(id, value);
  }
}

describe('the parts for Nest, over HTTP', () => {
  let topology: RedisTopology;
  let replication: Link;
  /** Two processes of one service, as far as they know. */
  let apps: INestApplication[];
  let urls: string[];

  beforeAll(async () => {
    topology = await startRedisTopology({ replicas: 1 });
    const [replica] = topology.replicas;
    if (!replica) throw new Error('Expected a replica');
    replication = await startLink(topology.primary.port);
    await followThrough(replica, replication);
    const options: Omit<SplitOptions, 'name'> = {
      topology: { kind: 'static', nodes: [topology.primary.url, replica.url] },
      tokens: { secrets: ['a secret that the test made up, long enough'] },
      commandTimeoutMs: 4000,
      probeIntervalMs: 100,
    };
    apps = await Promise.all(
      [1, 2].map(async () => {
        const module = await Test.createTestingModule({
          imports: [RedisSplitModule.forRoot(options)],
          controllers: [Carts, Orders],
        }).compile();
        const app = module.createNestApplication(new FastifyAdapter(), { logger: false });
        await app.listen(0, '127.0.0.1');
        await allInSync(app.get(SplitClient));
        return app;
      }),
    );
    urls = await Promise.all(apps.map((app) => app.getUrl()));
  });

  afterAll(async () => {
    replication.release();
    await Promise.all(apps.map((app) => app.close()));
    await topology.stop();
    await replication.close();
  });

  const request = (url: string, method = 'GET', token?: string) =>
    fetch(url, { method, headers: token ? { 'sluice-token': token } : {} });

  it('goes on where a request to another process ended, by a signed token', async () => {
    const [here = '', there = ''] = urls;
    replication.hold();
    const written = await request(`${here}/carts/7/full`, 'POST');
    const token = written.headers.get('sluice-token') ?? '';
    expect(token).toMatch(/^s1\./);

    for (let i = 0; i < 10; i++) {
      const read = await request(`${there}/carts/7`, 'GET', token);
      expect(await read.text()).toBe('full');
      expect(read.headers.get('sluice-token')).toMatch(/^s1\./);
    }
    replication.release();
  });

  it('takes no token that nobody signed', async () => {
    const forged = await request(`${urls[0]}/carts/7`, 'GET', `v1.${'a'.repeat(40)}.1`);

    // The application maps the code; without a filter of its own Nest says 500.
    expect(forged.status).toBe(500);
  });

  it('reads as a handler asks for by @Reads, and as nobody else does', async () => {
    const seen: ReadMessage[] = [];
    const listener = (message: unknown) => void seen.push(message as ReadMessage);
    subscribe('redis-split:read', listener);
    await request(`${urls[0]}/orders/9`);
    unsubscribe('redis-split:read', listener);

    expect(seen).toEqual([
      expect.objectContaining({ client: 'default', command: 'get', mode: 'verified', outcome: 'primary' }),
    ]);
  });

  it('answers a write under @Durable when a replica has it', async () => {
    const before = await callsOf(topology.primary, 'wait');
    expect(await (await request(`${urls[0]}/orders/9/paid`, 'POST')).text()).toBe('OK');

    expect(await callsOf(topology.primary, 'wait')).toBeGreaterThan(before);
    expect(await ask(topology.primary, (redis) => redis.get('9'))).toBe('paid');
  });
});
