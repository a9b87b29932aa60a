import type { LoadSecond } from './load-tally.ts';
import { offeredAt } from './offered-at.ts';
import { percentile } from './percentile.ts';
import { durationS, phaseSpan, type Profile } from './profile.ts';
import { valueAt, type ScaleReadings } from './scale-readings.ts';

/**
 * One second of a run: the load of [t, t + 1) in requests/s, the pods at t. `sent` counts by the beginning of a
 * request; `ok`, `failed` and the latencies by its end. Null: not known, or nothing ended.
 */
export interface Sample {
  readonly t: number;
  readonly offered: number;
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  readonly dropped: number;
  readonly p50Ms: number | null;
  readonly p95Ms: number | null;
  readonly p99Ms: number | null;
  readonly desired: number | null;
  readonly ready: number | null;
}

/** What a run measured. */
export interface Measured {
  readonly profile: Profile;
  readonly startMs: number;
  readonly seconds: readonly LoadSecond[];
  readonly scale: ScaleReadings;
}

/** One second of what was measured. */
export function sampleAt({ profile, startMs, seconds, scale }: Measured, t: number): Sample {
  const { sent, ok, failed, dropped, latenciesMs } = seconds[t] ?? nothing;
  return {
    t,
    // The middle of a second is its mean: the pieces are straight and begin on whole seconds.
    offered: rounded(offeredAt(profile, t + 0.5)) ?? 0,
    sent,
    ok,
    failed,
    dropped,
    p50Ms: rounded(percentile(latenciesMs, 50)),
    p95Ms: rounded(percentile(latenciesMs, 95)),
    p99Ms: rounded(percentile(latenciesMs, 99)),
    desired: valueAt(scale.desired, startMs + t * 1000),
    ready: valueAt(scale.ready, startMs + t * 1000),
  };
}

/** Every second of the load, and those after it in which requests still ended. */
export const samplesOf = (measured: Measured, untilS = durationS(measured.profile)): Sample[] =>
  Array.from({ length: Math.max(untilS, measured.seconds.length) }, (_, t) => sampleAt(measured, t));

/** The 95th percentile over all requests that ended in a phase: not to be had from the percentiles of its seconds. */
export function phaseP95Ms({ profile, seconds }: Pick<Measured, 'profile' | 'seconds'>, phase: string): number | null {
  const { fromS, toS } = phaseSpan(profile, phase);
  const latenciesMs = seconds.slice(fromS, toS).flatMap((second) => second.latenciesMs);
  return rounded(percentile(latenciesMs, 95));
}

const nothing: LoadSecond = { sent: 0, ok: 0, failed: 0, dropped: 0, latenciesMs: [] };

const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value * 10) / 10);
