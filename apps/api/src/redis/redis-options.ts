import type { Env } from '@sluice/api-contract/env';
import type { SplitOptions } from '@sluice/redis-split';
import type { RedisSecrets } from './redis-secrets.ts';

/** How the client library finds and uses Redis. */
export const redisOptions = (env: Env, { password, ca }: RedisSecrets = {}): SplitOptions => ({
  topology: topologyOf(env, (url) => withPassword(url, password)),
  ...(ca !== undefined && { tls: { ca } }),
  // Who demands nothing is served as long as any node has data: their age is proved by what the nodes were asked in the
  // background, and nothing is said of it when that proves none.
  reads: { mode: 'sampled', onStale: 'serve' },
  tokens: { secrets: env.TOKEN_SECRETS },
});

function topologyOf(env: Env, loggedIn: (url: string) => string): SplitOptions['topology'] {
  const primary = loggedIn(env.REDIS_URL);
  if (env.REDIS_SENTINELS_URL.length === 0) {
    return { kind: 'virtual', primary, replicas: env.REDIS_REPLICAS_URL.map(loggedIn) };
  }
  return { kind: 'sentinel', name: env.REDIS_SENTINEL_NAME, sentinels: env.REDIS_SENTINELS_URL, login: primary };
}

/** A URL that has a password of its own keeps it. */
function withPassword(text: string, password: string | undefined): string {
  const url = new URL(text);
  if (password === undefined || url.password !== '') return text;
  url.password = encodeURIComponent(password);
  return url.href;
}
