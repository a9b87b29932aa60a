import type { Outcome, ReadMessage } from '@sluice/redis-split';

/** What the client library said of one answered read. */
export type Answered = Pick<ReadMessage, 'stalenessMs'> & { readonly outcome: Outcome };

/** What is proved of an answer that several reads were made for. */
export interface Proof {
  readonly servedBy: 'primary' | 'replica';
  readonly outcome: Outcome;
  /** Every write older than this, in milliseconds, is in all of them; `Infinity` when nothing is proved. */
  readonly stalenessMs: number;
}

/** From worst to best. */
const outcomes: readonly Outcome[] = ['unknown', 'stale', 'fallback', 'primary', 'replica'];

const byReplica: ReadonlySet<Outcome> = new Set<Outcome>(['replica', 'stale']);

/** As good as the least good of all answers; `undefined` when nothing was read. */
export function proofOf(answers: readonly Answered[]): Proof | undefined {
  if (answers.length === 0) return undefined;
  return {
    servedBy: answers.some(({ outcome }) => byReplica.has(outcome)) ? 'replica' : 'primary',
    outcome: outcomes.find((outcome) => answers.some((answer) => answer.outcome === outcome)) ?? 'replica',
    stalenessMs: Math.max(...answers.map(({ stalenessMs = Infinity }) => stalenessMs)),
  };
}
