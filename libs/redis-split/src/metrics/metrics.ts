import type { HedgeCounts } from '../balancing/hedging.ts';
import type { Outcome } from '../freshness/answer.ts';
import type { Refusal } from '../freshness/attempts.ts';
import type { Demand } from '../freshness/demand.ts';
import type { NodeStatus } from '../node/node-types.ts';

/** What is counted from the start of a client on. */
export interface Counters {
  /** Reads by mode, and by how they were answered. */
  readonly reads: Readonly<Record<Demand['mode'], Record<Outcome | 'failed', number>>>;
  /** Answers of replicas that were not taken, by reason: each sent a read on to another node or to what `onStale` says. */
  readonly refusals: Record<Refusal, number>;
  /** Writes of which nobody knows whether they were executed. */
  ambiguousWrites: number;
  /** Durable writes by whether enough replicas confirmed them. */
  readonly durableWrites: { confirmed: number; unconfirmed: number };
  /** The primary's history went on from an earlier point of the one before: another node was promoted, or it was restarted. */
  failovers: number;
  /** The primary came with a history that nothing connects with the one before. */
  lineageResets: number;
  /** Reads rejected with `REDIS_SPLIT_TOKEN_LOST`. */
  lostTokens: number;
  /** Reads of a session or token of which nobody knows what became of it. */
  unknownTokens: number;
}

/** One node now. */
export interface NodeMetrics extends NodeStatus {
  /** By what it said last, every write older than this is in its data, in milliseconds; `Infinity` when that is not known. */
  readonly stalenessMs: number;
  /** How far it is behind the primary, in bytes of the history, by what both said last; `undefined` when not comparable. */
  readonly lagBytes: number | undefined;
  /** Reads under way. */
  readonly inFlight: number;
  /** Recent latency of reads in milliseconds, quick to rise and slow to fall; `undefined` before the first. */
  readonly latencyMs: number | undefined;
}

/** What `client.metrics()` gives. */
export interface SplitMetrics extends Readonly<Counters> {
  /** The client's name. */
  readonly name: string;
  readonly nodes: readonly NodeMetrics[];
  readonly hedges: Readonly<HedgeCounts>;
  /** Reads that wait for a replica to catch up. */
  readonly waitingReads: number;
  /** Reads that wait for a node. */
  readonly queuedReads: number;
  /** Writes that wait for a primary. */
  readonly queuedWrites: number;
}

const noReads = (): Record<Outcome | 'failed', number> => ({
  replica: 0,
  primary: 0,
  fallback: 0,
  stale: 0,
  unknown: 0,
  failed: 0,
});

export const newCounters = (): Counters => ({
  reads: { eventual: noReads(), sampled: noReads(), verified: noReads() },
  refusals: { lineage: 0, offset: 0, age: 0, failed: 0 },
  ambiguousWrites: 0,
  durableWrites: { confirmed: 0, unconfirmed: 0 },
  failovers: 0,
  lineageResets: 0,
  lostTokens: 0,
  unknownTokens: 0,
});
