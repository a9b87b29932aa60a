import { performance } from 'node:perf_hooks';
import { withDeadline } from './deadline.ts';
import { RedisSplitError } from './errors.ts';
import type { Node } from './node/node.ts';
import { readNodes, type ReadFrom } from './routing/read-nodes.ts';

/** Told which node answered. */
type Seen = (node: Node) => void;

/** Spreads reads over the nodes that serve them, round robin, and tries a failed one on the other nodes. */
export class Reads {
  readonly #all: readonly Node[];
  readonly #deadlineMs: number;
  readonly #from: ReadFrom;
  #serving: readonly Node[] = [];
  #turn = 0;

  /** @param deadlineMs of a read, over all attempts */
  constructor(all: readonly Node[], deadlineMs: number, from: ReadFrom) {
    this.#all = all;
    this.#deadlineMs = deadlineMs;
    this.#from = from;
    this.refresh();
  }

  /** The standing of a node has changed. */
  refresh(): void {
    this.#serving = readNodes(this.#all, this.#from);
  }

  async send(method: string, args: unknown[], seen?: Seen): Promise<unknown> {
    const startedAt = performance.now();
    const node = this.#next();
    if (!node) throw this.#noNode();
    try {
      const value = await node.send(method, args);
      seen?.(node);
      return value;
    } catch (error) {
      if (node.noteFailure(error) === 'answered') throw error;
      return this.#sendAgain(method, args, error, startedAt + this.#deadlineMs, new Set([node]), seen);
    }
  }

  /** Reads may run twice. A node that failed is not among the serving ones for a while, so each attempt meets another. */
  async #sendAgain(
    method: string,
    args: unknown[],
    cause: unknown,
    deadline: number,
    tried: Set<Node>,
    seen?: Seen,
  ): Promise<unknown> {
    const node = this.#next();
    const leftMs = deadline - performance.now();
    if (!node || tried.has(node) || leftMs <= 0) throw this.#noNode(cause);
    try {
      const value = await withDeadline(node.send(method, args), leftMs, () => this.#noNode(cause));
      seen?.(node);
      return value;
    } catch (error) {
      if (error instanceof RedisSplitError || node.noteFailure(error) === 'answered') throw error;
      return this.#sendAgain(method, args, error, deadline, tried.add(node), seen);
    }
  }

  #next(): Node | undefined {
    const serving = this.#serving;
    this.#turn = (this.#turn + 1) % (serving.length || 1);
    return serving[this.#turn];
  }

  #noNode(cause?: unknown): RedisSplitError {
    const nodes = this.#all.map((node) => node.describe()).join('; ');
    return new RedisSplitError('REDIS_SPLIT_NO_NODE', `No node could answer the read: ${nodes}`, { cause });
  }
}

/** One for each choice of nodes. */
export const readsFromEach = (nodes: readonly Node[], deadlineMs: number): Readonly<Record<ReadFrom, Reads>> => ({
  primary: new Reads(nodes, deadlineMs, 'primary'),
  replica: new Reads(nodes, deadlineMs, 'replica'),
  preferReplica: new Reads(nodes, deadlineMs, 'preferReplica'),
  any: new Reads(nodes, deadlineMs, 'any'),
});
