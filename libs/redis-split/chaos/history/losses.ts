import { ofKind, type Audit, type History, type Write } from './history.ts';

/** An acknowledged write that the primary did not have any more. */
export interface Loss {
  readonly write: Write;
  /** Not before this: the fault began then. */
  readonly sinceMs: number;
  /** Not after this: it was looked for then. */
  readonly untilMs: number;
}

/** The acknowledged writes that were gone at an audit, by value, with the first audit that missed each. */
export function lossesIn(history: History): ReadonlyMap<number, Loss> {
  const losses = new Map<number, Loss>();
  const acknowledged = ofKind(history, 'write').filter(({ fate }) => fate === 'acknowledged');
  for (const audit of ofKind(history, 'audit')) {
    const found = new Set(audit.values);
    for (const write of acknowledged) {
      if (isDue(write, audit) && !found.has(write.value) && !losses.has(write.value)) {
        losses.set(write.value, { write, sinceMs: audit.sinceMs, untilMs: audit.endedAtMs });
      }
    }
  }
  return losses;
}

/** Whether an audit had to find the write, unless it was lost. */
export const isDue = (write: Write, audit: Audit): boolean => write.endedAtMs < audit.startedAtMs;
