import type { EnvInput } from '@sluice/api-contract/env';
import { API_PORT } from '@sluice/api-contract/http';
import type { Environment } from '../environment.ts';
import { redisUrl } from './redis-service.ts';
import { sentinelName, sentinelUrls } from './sentinel.ts';
import { usersFolder } from './redis-users.ts';

/** How long the API itself still answers after its readiness went off, telling clients on kept connections to close them. */
export const drainMs = 3_000;

/** The API's variables that are no secret: a ConfigMap. Typed by the schema that the API reads them with. */
export const apiConfig = ({ api }: Environment) =>
  ({
    PORT: String(API_PORT),
    SLUICE_SEED_ITEM: String(api.seedItem),
    LOG_LEVEL: 'info',
    SHUTDOWN_DRAIN_MS: String(drainMs),
  }) satisfies Partial<EnvInput>;

/** Where Redis is, and where the password lies. */
export const apiRedisUrls = (environment: Environment) =>
  ({
    REDIS_PASSWORD_FILE: `${usersFolder}/api`,
    REDIS_URL: redisUrl(environment, 'primary', 0),
    REDIS_REPLICAS_URL: Array.from({ length: environment.redis.replicas }, (_, index) =>
      redisUrl(environment, 'replica', index),
    ).join(','),
    // From then on they say who is who.
    ...(environment.redis.failover === 'sentinel' && {
      REDIS_SENTINELS_URL: sentinelUrls.join(','),
      REDIS_SENTINEL_NAME: sentinelName,
    }),
  }) satisfies Partial<EnvInput>;
