import { RedisSplitError } from '../errors.ts';
import type { Failure } from '../node/failure.ts';

/** A node whose keys can be walked over. */
export interface CursorNode {
  /** Number of its connection: behind the same address there may be another server after each reconnect. */
  readonly epoch: number;
  send(method: string, args: unknown[]): Promise<unknown>;
  noteFailure(error: unknown): Failure;
}

export interface CursorSource {
  /**
   * A node that serves reads now.
   *
   * @throws RedisSplitError `REDIS_SPLIT_NO_NODE`
   */
  pick(): CursorNode;
}

/** Why an iteration began anew. */
export interface Restart {
  /** How often it has by now. */
  readonly times: number;
  /** What failed; absent when only the connection had become another one between two batches. */
  readonly cause?: unknown;
}

export interface ScanKeyOptions {
  /** Only what fits this pattern, as of KEYS. */
  readonly match?: string;
  /** About how many elements the server looks at for one batch. */
  readonly count?: number;
  /** Told when the iteration starts again on another connection: what was given before may come again. */
  readonly onRestart?: (restart: Restart) => void;
  /**
   * How often it may start again before it fails.
   *
   * @default 10
   */
  readonly maxRestarts?: number;
}

export interface ScanOptions extends ScanKeyOptions {
  /** Only keys of this type, as of TYPE. */
  readonly type?: string;
}

type Command = 'scan' | 'hscan' | 'sscan' | 'zscan';
/** Two elements of the reply, such as a field and its value. */
export type Pair = [string, string];

/**
 * All keys, in batches as the server finds them. A key that is there all the time is given at least once, others may be.
 *
 * A cursor means something only to the server that gave it, so all batches come from one connection to one node. When that
 * is lost the iteration starts again on another. Nothing is held on the server or here, so it may be left at any time.
 *
 * @throws RedisSplitError `REDIS_SPLIT_NO_NODE`, `REDIS_SPLIT_INVALID_OPTION`
 */
export function scan(source: CursorSource, options: ScanOptions = {}): AsyncGenerator<string[]> {
  return batches(source, 'scan', [], options);
}

/** The same for what one key holds: members of a set, fields with values, or members with scores. */
export function scanKey(
  source: CursorSource,
  command: 'sscan',
  key: string,
  options?: ScanKeyOptions,
): AsyncGenerator<string[]>;
export function scanKey(
  source: CursorSource,
  command: 'hscan' | 'zscan',
  key: string,
  options?: ScanKeyOptions,
): AsyncGenerator<Pair[]>;
export function scanKey(
  source: CursorSource,
  command: Exclude<Command, 'scan'>,
  key: string,
  options: ScanKeyOptions = {},
): AsyncGenerator<string[] | Pair[]> {
  const elements = batches(source, command, [key], options);
  return command === 'sscan' ? elements : inPairs(elements);
}

async function* batches(
  source: CursorSource,
  command: Command,
  key: readonly string[],
  options: ScanOptions,
): AsyncGenerator<string[]> {
  const filters = filtersOf(options);
  let restarts = 0;
  const restart = (cause?: unknown) => {
    restarts++;
    if (restarts > (options.maxRestarts ?? 10)) throw tooManyRestarts(restarts, cause);
    options.onRestart?.({ times: restarts, ...(cause !== undefined && { cause }) });
  };

  let pinned: { readonly node: CursorNode; readonly epoch: number } | undefined;
  let cursor = '0';
  do {
    if (pinned && pinned.node.epoch !== pinned.epoch) {
      pinned = undefined;
      restart();
    }
    if (!pinned) {
      const node = source.pick();
      pinned = { node, epoch: node.epoch };
      cursor = '0';
    }
    let elements: string[];
    try {
      [cursor, elements] = (await pinned.node.send(command, [...key, cursor, ...filters])) as [string, string[]];
    } catch (error) {
      if (pinned.node.noteFailure(error) === 'answered') throw error;
      pinned = undefined;
      restart(error);
      continue;
    }
    if (elements.length > 0) yield elements;
  } while (!pinned || cursor !== '0');
}

async function* inPairs(batches: AsyncGenerator<string[]>): AsyncGenerator<Pair[]> {
  for await (const elements of batches) {
    yield elements.flatMap((first, i) => (i % 2 === 0 ? [[first, elements[i + 1] ?? ''] satisfies Pair] : []));
  }
}

function filtersOf({ match, count, type }: ScanOptions): string[] {
  if (count !== undefined && !(Number.isSafeInteger(count) && count > 0)) {
    throw new RedisSplitError('REDIS_SPLIT_INVALID_OPTION', `Expected a count of at least 1, got ${count}`);
  }
  return [
    ...(match === undefined ? [] : ['MATCH', match]),
    ...(count === undefined ? [] : ['COUNT', `${count}`]),
    ...(type === undefined ? [] : ['TYPE', type]),
  ];
}

const tooManyRestarts = (times: number, cause: unknown) =>
  new RedisSplitError('REDIS_SPLIT_NO_NODE', `The iteration had to start again ${times} times and is given up`, {
    cause,
  });
