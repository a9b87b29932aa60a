import type { Token } from './token/token.ts';

/**
 * - `REDIS_SPLIT_INVALID_OPTION`: a bad option; nothing was sent.
 * - `REDIS_SPLIT_NO_PRIMARY`: the primary cannot take the command; it was not executed, so it may be retried.
 * - `REDIS_SPLIT_AMBIGUOUS_WRITE`: the connection was lost, or the deadline passed, after the command was sent: it may have
 *   been executed. Retry only what is idempotent.
 * - `REDIS_SPLIT_NOT_DURABLE`: it was executed, but fewer replicas than wanted confirmed it: a {@link NotDurableError}.
 * - `REDIS_SPLIT_NO_NODE`: no node could answer the read within its deadline.
 * - `REDIS_SPLIT_STALE`: no node could prove that its answer is as new as was asked for: a {@link StaleError}.
 * - `REDIS_SPLIT_NOT_ROUTABLE`: the command needs a connection of its own: use `lease()`.
 * - `REDIS_SPLIT_TOKEN_INVALID`: not a token, or one of a place that the primary never reached: of another cluster, or forged.
 * - `REDIS_SPLIT_TOKEN_LOST`: the write behind the token is gone since a failover: a {@link LostWriteError}. Do the business
 *   action again.
 * - `REDIS_SPLIT_OVERLOADED`: no node can take the command, and as many wait for one as may; it was not executed.
 * - `REDIS_SPLIT_TIMEOUT`: `ready()` or `lease()` waited in vain.
 * - `REDIS_SPLIT_CLOSED`: the client is closed.
 */
export type RedisSplitErrorCode = `REDIS_SPLIT_${
  | 'INVALID_OPTION'
  | 'NO_PRIMARY'
  | 'AMBIGUOUS_WRITE'
  | 'NOT_DURABLE'
  | 'NO_NODE'
  | 'STALE'
  | 'NOT_ROUTABLE'
  | 'TOKEN_INVALID'
  | 'TOKEN_LOST'
  | 'OVERLOADED'
  | 'TIMEOUT'
  | 'CLOSED'}`;

/**
 * Every error of this library; what the server itself answers passes through unchanged. Match on `code`: messages may
 * change. `cause` holds what ioredis said, when it said something.
 */
export class RedisSplitError extends Error {
  override readonly name = 'RedisSplitError';

  readonly code: RedisSplitErrorCode;

  constructor(code: RedisSplitErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** `REDIS_SPLIT_STALE` */
export class StaleError extends RedisSplitError {
  /** The lowest age that a replica could have proved, in milliseconds; `Infinity` when none could prove any. */
  readonly stalenessMs: number;

  constructor(message: string, stalenessMs: number, options?: ErrorOptions) {
    super('REDIS_SPLIT_STALE', message, options);
    this.stalenessMs = stalenessMs;
  }
}

/** `REDIS_SPLIT_TOKEN_LOST` */
export class LostWriteError extends RedisSplitError {
  /** Up to where the caller wrote or saw data. */
  readonly token: Token;

  /** From where on the history of the token is gone. */
  readonly forkOffset: bigint;

  constructor(token: Token, forkOffset: bigint) {
    super(
      'REDIS_SPLIT_TOKEN_LOST',
      `What was written or seen up to ${token} is lost: a failover kept only what came before offset ${forkOffset}`,
    );
    this.token = token;
    this.forkOffset = forkOffset;
  }
}

/**
 * `REDIS_SPLIT_NOT_DURABLE`: the write was executed and is not undone; it may still reach more replicas, or be lost with the
 * primary.
 */
export class NotDurableError extends RedisSplitError {
  /** How many replicas were to confirm. */
  readonly wanted: number;

  /** How many did, as far as is known. */
  readonly got: number;

  /** What the primary answered to the write. */
  readonly result: unknown;

  constructor(wanted: number, got: number, result: unknown, options?: ErrorOptions) {
    super(
      'REDIS_SPLIT_NOT_DURABLE',
      `The write was executed, but expected ${wanted} replicas to confirm it, got ${got}`,
      options,
    );
    this.wanted = wanted;
    this.got = got;
    this.result = result;
  }
}

/** What every use of a closed client fails with. */
export const closedError = () => new RedisSplitError('REDIS_SPLIT_CLOSED', 'The client is closed');
