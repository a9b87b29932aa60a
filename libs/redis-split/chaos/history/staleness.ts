import { ofKind, type History, type Read, type Violation, type Write } from './history.ts';
import { lossesIn, type Loss } from './losses.ts';
import { isWithinSampledPromise } from './sampled.ts';

/** What a read claimed of its age, and what can be said of it. */
export interface Age {
  readonly read: Read;
  /** Every write older than this is in the answer, says the client. */
  readonly boundMs: number;
  /** At least so old it was: that long ago a write was answered that it misses. 0 when it misses none. */
  readonly observedMs: number;
  /** Which write that is. */
  readonly missing?: number;
}

/**
 * The age of every answer that claims one. Writes that were lost do not count from the fault on that lost them: the primary
 * does not have them either.
 */
export function agesIn(history: History): Age[] {
  const losses = lossesIn(history);
  const writes = Map.groupBy(
    ofKind(history, 'write').filter(({ fate }) => fate === 'acknowledged'),
    ({ key }) => key,
  );
  const promised = isWithinSampledPromise(history);
  return ofKind(history, 'read').flatMap((read) => {
    if (read.stalenessMs === null || !promised(read)) return [];
    const oldest = oldestMissing(read, writes.get(read.key) ?? [], losses);
    const observedMs = oldest ? read.judgedAtMs - oldest.endedAtMs : 0;
    return { read, boundMs: read.stalenessMs, observedMs, ...(oldest && { missing: oldest.value }) };
  });
}

/** The observed age is never above the bound. */
export function stalenessViolations(history: History): Violation[] {
  return agesIn(history)
    .filter(({ boundMs, observedMs }) => observedMs > boundMs)
    .map(({ read, boundMs, observedMs, missing }) => ({
      rule: 'staleness',
      what: `write ${missing} had been answered ${observedMs} ms before, and the bound was ${boundMs} ms`,
      entry: read,
    }));
}

function oldestMissing(read: Read, writes: readonly Write[], losses: ReadonlyMap<number, Loss>): Write | undefined {
  const shown = new Set(read.values);
  let oldest: Write | undefined;
  for (const write of writes) {
    if (shown.has(write.value) || write.endedAtMs >= (oldest?.endedAtMs ?? read.judgedAtMs)) continue;
    const loss = losses.get(write.value);
    if (!loss || read.judgedAtMs < loss.sinceMs) oldest = write;
  }
  return oldest;
}
