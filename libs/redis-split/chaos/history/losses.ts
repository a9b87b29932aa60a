import { ofKind, type Audit, type History, type Write } from './history.ts';

/** An acknowledged write that the primary did not have any more. */
export interface Loss {
  readonly write: Write;
  /** Not before this: the fault began then. */
  readonly sinceMs: number;
  /** Not after this: it was looked for then. */
  readonly untilMs: number;
}

/** The acknowledged writes that were gone at an audit, by value, with the first audit that had to find each and did not. */
export function lossesIn(history: History): ReadonlyMap<number, Loss> {
  const audits = ofKind(history, 'audit').map((audit) => ({ ...audit, found: new Set(audit.values) }));
  const losses = ofKind(history, 'write').flatMap((write): Loss | [] => {
    if (write.fate !== 'acknowledged') return [];
    let sinceMs: number | undefined;
    for (const audit of audits) {
      // It may have been lost before it was answered, but not before it was sent.
      if (audit.endedAtMs < write.sentAtMs) continue;
      if (audit.found.has(write.value)) sinceMs = undefined;
      else sinceMs ??= audit.sinceMs;
      if (sinceMs !== undefined && isDue(write, audit)) return { write, sinceMs, untilMs: audit.endedAtMs };
    }
    return [];
  });
  return new Map(losses.map((loss) => [loss.write.value, loss]));
}

/** Whether an audit had to find the write, unless it was lost. */
export const isDue = (write: Write, audit: Audit): boolean => write.endedAtMs < audit.startedAtMs;
