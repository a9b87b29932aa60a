import type { LoadSecond } from '../load-tally.ts';

/** What became of all requests of a load. */
export interface Loss {
  readonly sent: number;
  readonly ok: number;
  /** Refused, reset, timed out, or answered by anything but 200. */
  readonly failed: number;
  /** Arrivals that k6 had no virtual user for: then the load was not what it should have been. */
  readonly dropped: number;
  readonly slowestMs: number;
}

/** @param untilS seconds of the load that count: a stopped k6 breaks off what is under way */
export function lossOf(seconds: readonly LoadSecond[], untilS: number): Loss {
  const counted = seconds.slice(0, untilS);
  const sum = (key: 'sent' | 'ok' | 'failed' | 'dropped') => counted.reduce((total, second) => total + second[key], 0);
  const slowestMs = counted.reduce((most, { latenciesMs }) => Math.max(most, ...latenciesMs), 0);
  return { sent: sum('sent'), ok: sum('ok'), failed: sum('failed'), dropped: sum('dropped'), slowestMs };
}
