import { AsyncLocalStorage } from 'node:async_hooks';
import { performance } from 'node:perf_hooks';
import type { SplitClient } from '../../src/index.ts';

/** What is seen of one read while it is under way, though its result does not tell. */
export interface Witnessed {
  /** When the client looked at the clock last: to judge the age of the answer. What we see later is later. */
  judgedAtMs: number;
  /** It emitted `lineageUnknown`. */
  unknown: boolean;
}

const reads = new AsyncLocalStorage<Witnessed>();
const readClock = performance.now.bind(performance);

/**
 * From now on every reading of the clock is witnessed. A bound is true at the moment of judgement; between that and our own
 * look at the clock may lie a pause of the garbage collector, and an age that has grown meanwhile would be no violation.
 *
 * @returns how to end it
 */
export function witnessClock(): () => void {
  performance.now = () => {
    const nowMs = readClock();
    const read = reads.getStore();
    if (read) read.judgedAtMs = nowMs;
    return nowMs;
  };
  return () => {
    performance.now = readClock;
  };
}

/** Events are emitted while the read runs that they are about. */
export function witnessEvents(client: SplitClient): void {
  client.on('lineageUnknown', () => {
    const read = reads.getStore();
    if (read) read.unknown = true;
  });
}

export function witnessed<T>(run: (read: Witnessed) => Promise<T>): Promise<T> {
  const read = { judgedAtMs: readClock(), unknown: false };
  return reads.run(read, () => run(read));
}
