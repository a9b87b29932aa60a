/**
 * What a rejected command tells about the node and about itself.
 *
 * - `answered`: the server's own answer (WRONGTYPE, NOAUTH, …) or arguments that cannot be sent: the caller's to handle.
 * - `refused`: the server cannot serve this now, or is not in the role we took it for; nothing was executed.
 * - `unsent`: the connection was gone before anything was written.
 * - `lost`: the connection broke, or the deadline passed, after the command may have left: nobody knows whether it was executed.
 */
export type Failure = 'answered' | 'refused' | 'unsent' | 'lost';

const REFUSALS = /^(LOADING|MASTERDOWN|READONLY)\b/;

/** ioredis has no codes for its own errors, so its messages must do (6.0.0; a test on real servers watches them). */
const UNSENT = "Stream isn't writeable and enableOfflineQueue options is false";

export function classifyFailure(error: unknown): Failure {
  // By name, not by class: it must hold across copies of a package and across realms.
  const { name, message } = error as Error;
  if (name === 'ReplyError') return REFUSALS.test(message) && !isOfScript(error) ? 'refused' : 'answered';
  if (name === 'TypeError' || name === 'RangeError') return 'answered';
  return message === UNSENT ? 'unsent' : 'lost';
}

/** A replica's way to say that a script or function which was declared read-only is not: it is no news of its role. */
function isOfScript(error: unknown): boolean {
  const { message, command } = error as Error & { readonly command?: { readonly name: string } };
  return message.startsWith('READONLY') && command !== undefined && command.name.toLowerCase().endsWith('_ro');
}
