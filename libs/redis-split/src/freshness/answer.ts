import type { Node } from '../node/node.ts';
import type { Position } from '../token/position.ts';
import type { Demand } from './demand.ts';

/** One read. */
export interface Read {
  readonly method: string;
  /** In lower case. */
  readonly command: string;
  readonly args: unknown[];
  readonly demand: Demand;
  /** What the answer must contain. */
  readonly needs: readonly Position[];
}

/**
 * - `replica`: a replica met the demand.
 * - `primary`: the primary was asked for, or it was its turn.
 * - `fallback`: no replica met the demand, so the primary answered.
 * - `stale`: no replica met the demand, and `onStale: 'serve'` allowed to answer all the same.
 * - `unknown`: the primary answered, and nobody knows whether it still has what the token stands for: it was restarted
 *   without its history.
 */
export type Outcome = 'replica' | 'primary' | 'fallback' | 'stale' | 'unknown';

export interface Answer {
  readonly value: unknown;
  readonly node: Pick<Node, 'status'>;
  readonly outcome: Outcome;
  /** Every write older than this, in milliseconds, is in the answer; `Infinity` when nothing is proved. */
  readonly stalenessMs: number;
  /** The answer shows no write after this place; absent when it was not asked for. */
  readonly position?: Position;
  /** What nobody knows the fate of. */
  readonly unknown?: readonly Position[];
}

/** Told of every read that was answered. */
export type Seen = (answer: Answer) => void;
