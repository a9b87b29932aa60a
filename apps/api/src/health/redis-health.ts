import type { HealthIndicatorResult, HealthIndicatorService } from '@nestjs/terminus';
import type { NodeStatus } from '@sluice/redis-split';

/**
 * `down` when no node serves reads. `degraded`, which still answers 200, when any node is missing: a pod taken out of
 * the service because the primary is gone would take its working reads with it.
 */
export function redisHealth(
  indicators: HealthIndicatorService,
  nodes: readonly NodeStatus[],
): HealthIndicatorResult<'redis'> {
  const redis = indicators.check('redis');
  if (nodes.every(({ ready }) => ready)) return redis.up({ nodes });
  if (nodes.some(({ ready }) => ready)) return redis.degraded({ nodes });
  return redis.down({ nodes });
}
