import { hostname } from 'node:os';
import type { SplitMetrics } from '@sluice/redis-split';
import type { LoopWindow } from '../event-loop/loop-window.ts';
import type { LoadShedding } from '../overload/load-shedding.ts';

/** What the status page shows. Times in milliseconds; null where nothing is known. */
export interface Status {
  readonly process: { readonly host: string; readonly uptimeS: number; readonly memoryMiB: number };
  readonly requests: LoadShedding['now'];
  readonly eventLoop: LoopWindow;
  readonly nodes: readonly {
    readonly role: string;
    readonly address: string;
    readonly ready: boolean;
    readonly reason: string | null;
    readonly stalenessMs: number | null;
    readonly lagBytes: number | null;
    readonly inFlight: number;
    readonly latencyMs: number | null;
  }[];
  /** Reads by how they were answered, of all modes. */
  readonly reads: Readonly<Record<string, number>>;
  readonly queuedWrites: number;
  readonly failovers: number;
}

export const statusOf = (redis: SplitMetrics, requests: LoadShedding['now'], eventLoop: LoopWindow): Status => ({
  process: {
    host: hostname(),
    uptimeS: Math.round(process.uptime()),
    memoryMiB: Math.round(process.memoryUsage.rss() / 2 ** 20),
  },
  ...{ requests, eventLoop },
  nodes: redis.nodes.map(({ role, address, ready, reason, stalenessMs, lagBytes, inFlight, latencyMs }) => ({
    ...{ role, address, ready, reason: reason ?? null, inFlight },
    stalenessMs: Number.isFinite(stalenessMs) ? Math.round(stalenessMs) : null,
    lagBytes: lagBytes ?? null,
    latencyMs: latencyMs ?? null,
  })),
  reads: sumOfModes(redis.reads),
  queuedWrites: redis.queuedWrites,
  failovers: redis.failovers,
});

const sumOfModes = (reads: SplitMetrics['reads']): Record<string, number> =>
  Object.values(reads).reduce<Record<string, number>>((sum, outcomes) => {
    for (const [outcome, count] of Object.entries(outcomes)) sum[outcome] = (sum[outcome] ?? 0) + count;
    return sum;
  }, {});
