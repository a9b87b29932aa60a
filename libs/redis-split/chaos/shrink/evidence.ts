import { violationsIn } from '../history/check.ts';
import type { History, Violation } from '../history/history.ts';
import { smallest } from './smallest.ts';

/** The few entries of a history that prove the violation by themselves. */
export function evidenceFor({ rule, entry }: Violation, history: History): Promise<History> {
  return smallest(history, (part) =>
    violationsIn(part).some((violation) => violation.rule === rule && violation.entry === entry),
  );
}
