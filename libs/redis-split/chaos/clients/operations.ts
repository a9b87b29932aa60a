import type { ReadOptions, ReadResult, Session, SplitClient } from '../../src/index.ts';
import type { Write } from '../history/history.ts';
import type { ReadStep, WriteStep } from '../plan/flow.ts';

/** Whatever has the commands: a client, inside a session or not, or a session of its own. */
export type Commands = SplitClient | Session;

type Rows = [error: Error | null, result: unknown][] | null;

/** Replicas that a durable write waits for: all that there are. */
const DURABLE = { replicas: 2, timeoutMs: 300 };

/** Append to a list; resolves when that was acknowledged. */
export async function append(commands: Commands, how: WriteStep['how'], key: string, value: number): Promise<void> {
  if (how === 'multi') return firstOf(await commands.multi().rpush(key, value).exec());
  if (how === 'pipeline') return firstOf(await commands.pipeline().rpush(key, value).exec());
  await (how === 'durable' && 'durable' in commands ? commands.durable(DURABLE) : commands).rpush(key, value);
}

function firstOf(rows: Rows): void {
  const [error] = rows?.[0] ?? [new Error('Expected one reply, got none')];
  if (error) throw error;
}

/** What became of a write that was rejected, by the promise of each error. */
export function fateOf(error: unknown): { fate: Write['fate']; code: string } {
  const { code, name, message } = error as { code?: string; name: string; message: string };
  if (code === 'REDIS_SPLIT_NOT_DURABLE') return { fate: 'acknowledged', code };
  if (code === 'REDIS_SPLIT_NO_PRIMARY' || code === 'REDIS_SPLIT_OVERLOADED') return { fate: 'refused', code };
  // The server's own answer: it did not do it.
  if (name === 'ReplyError') return { fate: 'refused', code: message.split(' ')[0] ?? name };
  return { fate: 'ambiguous', code: code ?? name };
}

/** What a read answers, and what it claims. A session of its own only tells the values. */
export async function readList(
  commands: Commands,
  { mode, from, onStale, maxStalenessMs }: ReadStep,
  key: string,
  after: string | undefined,
): Promise<Omit<ReadResult<string[]>, 'node'> & { node: string }> {
  if (!('read' in commands)) {
    return { value: await commands.lrange(key, 0, -1), stalenessMs: Infinity, outcome: 'replica', node: '' };
  }
  const options: ReadOptions = {
    mode,
    from,
    onStale,
    ...(maxStalenessMs && { maxStalenessMs }),
    ...(after && { after }),
  };
  const result = await commands.read(options, (view) => view.lrange(key, 0, -1));
  return { ...result, node: result.node.address };
}
