import { Injectable } from '@nestjs/common';
import { HealthIndicatorService, type HealthIndicatorResult } from '@nestjs/terminus';
import type { SplitClient } from '../split-client.ts';

/** When a client counts as down. */
export interface HealthDemand {
  /**
   * `anyNode`: down when no node serves reads. `primary`: down already when writes cannot be served.
   *
   * @default 'anyNode'
   */
  readonly require?: 'primary' | 'anyNode';
  /**
   * Down when no node's data is known to be at most that old, in milliseconds. It is known only as often as nodes are asked:
   * `probeIntervalMs`.
   */
  readonly maxStalenessMs?: number;
}

/**
 * For readiness, never for liveness: no restart of a process heals Redis. `degraded` still answers 200: a process that is taken
 * out because one node is missing takes its working reads with it.
 */
@Injectable()
export class RedisSplitHealth {
  constructor(private readonly indicators: HealthIndicatorService) {}

  /** `up` when every node is ready, `down` when the demand is not met, `degraded` in between. */
  check<K extends string>(
    key: K,
    client: Pick<SplitClient, 'nodes' | 'metrics'>,
    { require = 'anyNode', maxStalenessMs = Infinity }: HealthDemand = {},
  ): HealthIndicatorResult<K> {
    const nodes = client.nodes();
    const indicator = this.indicators.check(key);
    const serving = nodes.filter(({ ready, role }) => ready && (require === 'anyNode' || role === 'primary'));
    const fresh =
      maxStalenessMs === Infinity || client.metrics().nodes.some((node) => node.stalenessMs <= maxStalenessMs);
    if (serving.length === 0 || !fresh) return indicator.down({ nodes });
    return nodes.every(({ ready }) => ready) ? indicator.up({ nodes }) : indicator.degraded({ nodes });
  }
}
