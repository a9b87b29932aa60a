/**
 * - `REDIS_SPLIT_INVALID_OPTION`: a bad option; no socket was opened.
 * - `REDIS_SPLIT_NO_PRIMARY`: the primary cannot take the command; it was not executed, so it may be retried.
 * - `REDIS_SPLIT_AMBIGUOUS_WRITE`: the connection was lost, or the deadline passed, after the command was sent: it may have
 *   been executed. Retry only what is idempotent.
 * - `REDIS_SPLIT_NO_NODE`: no node could answer the read within its deadline.
 * - `REDIS_SPLIT_NOT_ROUTABLE`: the command needs a connection of its own: use `lease()`.
 * - `REDIS_SPLIT_TOKEN_INVALID`: not a token, or one of a place that the primary never reached: of another cluster, or forged.
 * - `REDIS_SPLIT_TOKEN_LOST`: the write behind the token is gone since a failover. Do the business action again.
 * - `REDIS_SPLIT_TIMEOUT`: `ready()` or `lease()` waited in vain.
 * - `REDIS_SPLIT_CLOSED`: the client is closed.
 */
export type RedisSplitErrorCode = `REDIS_SPLIT_${
  | 'INVALID_OPTION'
  | 'NO_PRIMARY'
  | 'AMBIGUOUS_WRITE'
  | 'NO_NODE'
  | 'NOT_ROUTABLE'
  | 'TOKEN_INVALID'
  | 'TOKEN_LOST'
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
