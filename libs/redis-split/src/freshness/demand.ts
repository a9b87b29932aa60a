import { z } from 'zod';
import { RedisSplitError } from '../errors.ts';
import type { Position } from '../token/position.ts';
import { parseToken } from '../token/token.ts';
import { wholeMs } from '../whole-ms.ts';

export const readOptionsSchema = z.strictObject({
  /**
   * Which nodes may answer. `preferReplica`: the primary only when no replica can. `any`: all in turn.
   *
   * @default 'preferReplica'
   */
  from: z.enum(['primary', 'replica', 'preferReplica', 'any']).optional(),

  /**
   * How the place of the answer in the primary's history is checked. `eventual`: not at all. `sampled`: by what the node
   * said last. `verified`: by what it says right before and right after the read.
   *
   * @default 'verified' when `maxStalenessMs` or `after` is given, else 'eventual'
   */
  mode: z.enum(['eventual', 'sampled', 'verified']).optional(),

  /** Oldest acceptable answer of a replica, in milliseconds, at least 1. Below `sampleIntervalMs` none may be found. */
  maxStalenessMs: wholeMs(1).optional(),

  /** A token: the answer must contain what was written or seen up to there. */
  after: z.string().optional(),

  /**
   * What to do when no replica meets the demand: ask the `primary`; `wait` at most `waitMs` for one that does, then ask the
   * primary; `fail` with `REDIS_SPLIT_STALE`; `serve` what the freshest replica has.
   *
   * @default 'primary', but 'fail' with `from: 'replica'`
   */
  onStale: z.enum(['primary', 'wait', 'fail', 'serve']).optional(),

  /**
   * Longest wait with `onStale: 'wait'`, in milliseconds, at least 1.
   *
   * @default 20
   */
  waitMs: wholeMs(1).optional(),

  /**
   * Ask a second node when the first one is late, and take the answer that comes first. Only for reads that answer little, such
   * as `GET`, and within the client's `hedging.budgetRatio`.
   *
   * @default false
   */
  hedge: z.boolean('Expected true or false').optional(),
});

/** What a read asks for. */
export type ReadOptions = Readonly<z.input<typeof readOptionsSchema>>;

/** The same, checked and complete. */
export interface Demand {
  readonly from: NonNullable<ReadOptions['from']>;
  readonly mode: NonNullable<ReadOptions['mode']>;
  /** `Infinity` when any age will do. */
  readonly maxStalenessMs: number;
  readonly after: readonly Position[];
  readonly onStale: NonNullable<ReadOptions['onStale']>;
  readonly waitMs: number;
  readonly hedge: boolean;
}

/**
 * @param options the later ones win
 * @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION` or, for `after`, `REDIS_SPLIT_TOKEN_INVALID`
 */
export function demandOf(...options: readonly ReadOptions[]): Demand {
  const given = options.reduce<ReadOptions>((all, each) => ({ ...all, ...each }), {});
  const { success, error } = readOptionsSchema.safeParse(given);
  if (!success) throw new RedisSplitError('REDIS_SPLIT_INVALID_OPTION', z.prettifyError(error), { cause: error });

  const demanding = given.maxStalenessMs !== undefined || given.after !== undefined;
  const { from = 'preferReplica', mode = demanding ? 'verified' : 'eventual' } = given;
  const { onStale = from === 'replica' ? 'fail' : 'primary' } = given;
  if (demanding && mode === 'eventual') {
    throw contradiction("`maxStalenessMs` and `after` need mode 'sampled' or 'verified', got 'eventual'");
  }
  if (from === 'replica' && (onStale === 'primary' || onStale === 'wait')) {
    throw contradiction(`from: 'replica' never asks the primary: expected onStale 'fail' or 'serve', got '${onStale}'`);
  }
  return {
    ...{ from, mode, onStale },
    maxStalenessMs: given.maxStalenessMs ?? Infinity,
    after: given.after === undefined ? [] : parseToken(given.after),
    waitMs: given.waitMs ?? 20,
    hedge: given.hedge ?? false,
  };
}

const contradiction = (message: string) => new RedisSplitError('REDIS_SPLIT_INVALID_OPTION', message);
