import { RedisSplitError } from '../errors.ts';
import type { NodeStatus } from '../node/node-types.ts';
import { merge } from '../token/position.ts';
import { formatToken, type Token } from '../token/token.ts';
import type { Answer, Outcome } from './answer.ts';

/** What `client.read()` gives: the value, and what was proved of the answers behind it. */
export interface ReadResult<T> {
  readonly value: T;
  /** Which node gave the answer that may be oldest. */
  readonly node: NodeStatus;
  /**
   * Every write that the primary executed longer ago than this, in milliseconds, when the answer came, is in the answer.
   * `Infinity` when nothing is proved, as in mode `eventual`.
   */
  readonly stalenessMs: number;
  /** Reads `after` this show nothing older. Only in mode `verified`. */
  readonly token?: Token;
  /** The least good of all answers. */
  readonly outcome: Outcome;
}

/** From worst to best. */
const OUTCOMES: readonly Outcome[] = ['unknown', 'stale', 'fallback', 'primary', 'replica'];

export function readResult<T>(value: T, answers: readonly Answer[]): ReadResult<T> {
  const oldest = answers.reduce<Answer | undefined>(
    (worst, each) => (worst && worst.stalenessMs >= each.stalenessMs ? worst : each),
    undefined,
  );
  if (!oldest) {
    throw new RedisSplitError('REDIS_SPLIT_INVALID_OPTION', 'Expected `read()` to read something, got no read in it');
  }
  const positions = answers.flatMap(({ position }) => position ?? []);
  const [first, ...rest] = positions.length === answers.length ? merge(...positions) : [];
  return {
    value,
    node: oldest.node.status(),
    stalenessMs: oldest.stalenessMs,
    ...(first && { token: formatToken([first, ...rest]) }),
    outcome: OUTCOMES.find((outcome) => answers.some((answer) => answer.outcome === outcome)) ?? oldest.outcome,
  };
}
