import type { AddressInfo } from 'node:net';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { parseEnv, type Env } from '@sluice/api-contract/env';
import { SplitClient, type NodeStatus } from '@sluice/redis-split';
import { fakeClient, readByReplica } from './fake-client.ts';
import { register } from 'prom-client';
import { AppModule } from '../src/app.module.ts';
import { serveDocs } from '../src/docs/api-docs.ts';
import { redisOptions } from '../src/redis/redis-options.ts';
import { createHttpAdapter, httpOptions } from '../src/http-adapter.ts';
import { ItemsService } from '../src/items/items.service.ts';

/** The whole application over real HTTP, with what touches Redis replaced. */
export async function serveApp(
  items: Partial<ItemsService>,
  nodes: () => readonly Partial<NodeStatus>[] = () => [],
  variables: Readonly<Record<string, string>> = {},
) {
  const env = parseEnv({ REDIS_URL: 'redis://replaced:6379', LOG_LEVEL: 'silent', ...variables }) as Env;
  // Metrics are global to the process: those of an application before this one would read from it.
  register.clear();
  const module = await Test.createTestingModule({ imports: [AppModule.for(env, redisOptions(env))] })
    .overrideProvider(ItemsService)
    .useValue(readByReplica(items))
    .overrideProvider(SplitClient)
    .useValue(fakeClient(nodes))
    .compile();
  const app = module.createNestApplication<NestFastifyApplication>(await createHttpAdapter(env), {
    ...httpOptions,
    logger: false,
  });
  serveDocs(app);
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => app.close() };
}
