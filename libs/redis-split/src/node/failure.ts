/**
 * What a rejected command tells about the node and about itself.
 *
 * - `answered`: the server's own answer (WRONGTYPE, NOAUTH, …): the caller's to handle.
 * - `refused`: the server cannot serve this now, or is not in the role we took it for; nothing was executed.
 * - `unsent`: the connection was gone before anything was written.
 * - `lost`: the connection broke, or the deadline passed, after the command may have left: nobody knows whether it was executed.
 */
export type Failure = 'answered' | 'refused' | 'unsent' | 'lost';

const REFUSALS = /^(LOADING|MASTERDOWN|READONLY)\b/;

/** ioredis has no codes for its own errors, so its messages must do (6.0.0; a test on real servers watches them). */
const UNSENT = "Stream isn't writeable and enableOfflineQueue options is false";

export function classifyFailure(error: unknown): Failure {
  if (!(error instanceof Error)) return 'lost';
  if (error.name === 'ReplyError') return REFUSALS.test(error.message) ? 'refused' : 'answered';
  return error.message === UNSENT ? 'unsent' : 'lost';
}
