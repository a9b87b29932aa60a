import type { EnvInput } from '@sluice/api-contract/env';
import { API_PORT } from '@sluice/api-contract/http';
import type { Environment } from '../environment.ts';
import { drainMs } from './api-deployment.ts';
import { redisUrl } from './redis-service.ts';

/** The API's variables. Typed by the schema that the API reads them with. */
export const apiConfig = ({ api, redis }: Environment) =>
  ({
    PORT: String(API_PORT),
    REDIS_URL: redisUrl('primary', 0),
    REDIS_REPLICAS_URL: Array.from({ length: redis.replicas }, (_, index) => redisUrl('replica', index)).join(','),
    SLUICE_SEED_ITEM: String(api.seedItem),
    LOG_LEVEL: 'info',
    SHUTDOWN_DRAIN_MS: String(drainMs),
  }) satisfies EnvInput;
