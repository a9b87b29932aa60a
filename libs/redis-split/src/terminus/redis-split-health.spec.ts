import { beforeAll, describe, expect, it } from '@jest/globals';
import { TerminusModule } from '@nestjs/terminus';
import { Test } from '@nestjs/testing';
import type { NodeMetrics, SplitMetrics } from '../metrics/metrics.ts';
import type { NodeStatus } from '../node/node-types.ts';
import { RedisSplitHealth, type HealthDemand } from './redis-split-health.ts';

const nodes = (primaryReady: boolean, replicaReady: boolean): NodeStatus[] => [
  { role: 'primary', address: 'p:6379', ready: primaryReady, inSync: primaryReady },
  { role: 'replica', address: 'r:6379', ready: replicaReady, inSync: replicaReady },
];

const clientOf = (statuses: NodeStatus[], stalenessMs = 0) => ({
  nodes: () => statuses,
  metrics: () =>
    ({ nodes: statuses.map((node) => ({ ...node, stalenessMs }) as NodeMetrics) }) as unknown as SplitMetrics,
});

describe(RedisSplitHealth.name, () => {
  let health: RedisSplitHealth;

  beforeAll(async () => {
    const app = await Test.createTestingModule({ imports: [TerminusModule], providers: [RedisSplitHealth] }).compile();
    health = app.get(RedisSplitHealth);
  });

  it.each<[string, NodeStatus[], HealthDemand, number, string]>([
    ['up with all nodes', nodes(true, true), {}, 0, 'up'],
    ['degraded without the primary, since reads go on', nodes(false, true), {}, 0, 'degraded'],
    ['degraded without the replica', nodes(true, false), { require: 'primary' }, 0, 'degraded'],
    ['down without the primary, where writes are needed', nodes(false, true), { require: 'primary' }, 0, 'down'],
    ['down without any node', nodes(false, false), {}, 0, 'down'],
    ['down before any node was found', [], {}, 0, 'down'],
    ['up with data that are fresh enough', nodes(true, true), { maxStalenessMs: 50 }, 50, 'up'],
    ['down when all data are too old', nodes(true, true), { maxStalenessMs: 50 }, 51, 'down'],
  ])('is %s', (_when, statuses, demand, stalenessMs, expected) => {
    expect(health.check('redis', clientOf(statuses, stalenessMs), demand)).toMatchObject({
      redis: { status: expected, nodes: statuses },
    });
  });
});
