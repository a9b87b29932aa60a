import type { Env } from '@sluice/api-contract/env';
import type { SplitOptions } from '@sluice/redis-split';
import type { RedisSecrets } from './redis-secrets.ts';

/** How the client library finds and uses Redis. */
export const redisOptions = (env: Env, { password, ca }: RedisSecrets = {}): SplitOptions => ({
  topology: {
    kind: 'virtual',
    primary: withPassword(env.REDIS_URL, password),
    replicas: env.REDIS_REPLICAS_URL.map((url) => withPassword(url, password)),
  },
  ...(ca !== undefined && { tls: { ca } }),
  // Who demands nothing is served as long as any node has data: their age is proved by what the nodes were asked in the
  // background, and nothing is said of it when that proves none.
  reads: { mode: 'sampled', onStale: 'serve' },
  tokens: { secrets: env.TOKEN_SECRETS },
});

/** A URL that has a password of its own keeps it. */
function withPassword(text: string, password: string | undefined): string {
  const url = new URL(text);
  if (password === undefined || url.password !== '') return text;
  url.password = encodeURIComponent(password);
  return url.href;
}
