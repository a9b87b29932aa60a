import type { Env } from '@sluice/api-contract/env';
import type { SplitOptions } from '@sluice/redis-split';

/** How the client library finds and uses Redis. */
export const redisOptions = (env: Env): SplitOptions => ({
  topology: { kind: 'virtual', primary: env.REDIS_URL, replicas: env.REDIS_REPLICAS_URL },
  // Who demands nothing is served as long as any node has data: their age is proved by what the nodes were asked in the
  // background, and nothing is said of it when that proves none.
  reads: { mode: 'sampled', onStale: 'serve' },
  tokens: { secrets: env.TOKEN_SECRETS },
});
