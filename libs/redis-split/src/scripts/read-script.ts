import { createHash } from 'node:crypto';
import type { Paths } from '../paths.ts';

/** A Lua script of which its author says that it only reads. The server holds them to it. */
export interface ReadScript {
  readonly lua: string;
  /** By which servers know it. */
  readonly sha1: string;
}

/** Make it once, and run it with `client.readScript`. */
export const defineReadScript = ({ lua }: Pick<ReadScript, 'lua'>): ReadScript => ({
  lua,
  sha1: createHash('sha1').update(lua).digest('hex'),
});

/**
 * Run it where reads run. Only its digest is sent, unless the node does not know that: each server has a memory of its own
 * for scripts, which a restart or a new replica empties, so any of them may ask for the code at any time. The second try may
 * meet another node; the code brings the script to whichever it meets.
 */
export async function runReadScript(
  run: Paths['run'],
  { lua, sha1 }: ReadScript,
  keys: readonly (string | Buffer)[],
  args: readonly (string | Buffer | number)[],
): Promise<unknown> {
  const rest = [keys.length, ...keys, ...args];
  try {
    // A digest goes where its code may go; by itself it is not routed to replicas, since they may not know it.
    return await run('evalsha_ro', 'eval_ro', [sha1, ...rest]);
  } catch (error) {
    if (!(error as Error).message.startsWith('NOSCRIPT')) throw error;
    return run('eval_ro', 'eval_ro', [lua, ...rest]);
  }
}
