import { performance } from 'node:perf_hooks';
import type { Balancer, Tiers } from '../balancing/balancer.ts';
import type { Hedging } from '../balancing/hedging.ts';
import { withDeadline } from '../deadline.ts';
import { closedError, RedisSplitError } from '../errors.ts';
import type { Node } from '../node/node.ts';
import type { Role } from '../node/role.ts';
import { readNodes, type ReadFrom } from '../routing/read-nodes.ts';
import type { Nodes } from '../topology/fleet.ts';
import { WaitingQueue, type QueueOptions } from '../waiting-queue.ts';

/** How many reads were answered by whom, or by nobody. */
type ReadCounts = Record<Role | 'failed', number>;

/** Told which node answered. */
type Seen = (node: Node) => void;

/** Spreads reads that ask for no proof over the nodes that serve them, and tries a failed one on the other nodes. */
export class Reads {
  readonly #fleet: Nodes<Node>;
  readonly #balancer: Balancer;
  readonly #deadlineMs: number;
  readonly #from: ReadFrom;
  readonly #counts: ReadCounts;
  readonly #queue: WaitingQueue<Node>;
  #serving: Tiers<Node> = [];

  /**
   * @param deadlineMs of a read, over all attempts
   * @param counts of what was answered by whom, or by nobody
   * @param queue of those that find no node
   */
  constructor(
    fleet: Nodes<Node>,
    balancer: Balancer,
    deadlineMs: number,
    counts: ReadCounts,
    queue: QueueOptions,
    from: ReadFrom,
  ) {
    this.#fleet = fleet;
    this.#balancer = balancer;
    this.#deadlineMs = deadlineMs;
    this.#from = from;
    this.#counts = counts;
    this.#queue = new WaitingQueue(queue, () => this.#noNode());
    this.refresh();
  }

  /** The nodes have changed, or what they are good for. */
  refresh(): void {
    this.#serving = this.#balancer.tiers(readNodes(this.#fleet.nodes, this.#from));
    if (this.#queue.length === 0) return;
    const node = this.#balancer.pick(this.#serving, performance.now());
    if (node) this.#queue.flush(node);
  }

  /** How many wait for a node. */
  get queued(): number {
    return this.#queue.length;
  }

  /** Refuse those that still wait. */
  close(): void {
    this.#queue.close(closedError());
  }

  /**
   * A node for several commands that must not be spread.
   *
   * @throws RedisSplitError `REDIS_SPLIT_NO_NODE`
   */
  pick(): Node {
    const node = this.#balancer.pick(this.#serving, performance.now());
    if (!node) throw this.#noNode();
    return node;
  }

  async send(method: string, args: unknown[], seen?: Seen, to?: Node): Promise<unknown> {
    const startedAtMs = performance.now();
    const node = to ?? this.#balancer.pick(this.#serving, startedAtMs);
    if (!node) return this.#queue.wait((found) => this.send(method, args, seen, found));
    const stamp = node.load.begin(startedAtMs);
    try {
      const value = await node.send(method, args);
      node.load.end(stamp, performance.now());
      this.#counts[node.role]++;
      seen?.(node);
      return value;
    } catch (error) {
      if (hasAnswered(node, error, stamp)) throw error;
      return this.#sendAgain(method, args, error, startedAtMs + this.#deadlineMs, new Set([node]), seen);
    }
  }

  /** The same, and on a second node too when the first one is late. */
  async sendHedged(hedging: Hedging, command: string, method: string, args: unknown[], seen?: Seen): Promise<unknown> {
    const first = this.#balancer.pick(this.#serving, performance.now());
    const answered = async (to?: Node) => {
      let by = to;
      const value = await this.send(method, args, (node) => (by = node), to);
      return { value, by };
    };
    const again = () => {
      const others = this.#serving.map((tier) => tier.filter((node) => node !== first));
      const second = this.#balancer.pick(others, performance.now());
      return second && answered(second);
    };
    const { value, by } = await hedging.run(
      command,
      () => answered(first),
      again,
      () => true,
    );
    if (by) seen?.(by);
    return value;
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
    const nowMs = performance.now();
    const node = this.#balancer.pick(this.#serving, nowMs);
    const leftMs = deadline - nowMs;
    if (leftMs <= 0 || (node && tried.has(node))) throw this.#noNode(cause);
    // Sentinel closes the connections of every node at once when it changes their roles: soon one is back.
    if (!node) return this.#queue.wait(() => this.#sendAgain(method, args, cause, deadline, new Set(), seen), leftMs);
    const stamp = node.load.begin(nowMs);
    try {
      const value = await withDeadline(node.send(method, args), leftMs, () => this.#noNode(cause));
      node.load.end(stamp, performance.now());
      this.#counts[node.role]++;
      seen?.(node);
      return value;
    } catch (error) {
      if (error instanceof RedisSplitError) node.load.release(stamp);
      if (error instanceof RedisSplitError || hasAnswered(node, error, stamp)) throw error;
      return this.#sendAgain(method, args, error, deadline, tried.add(node), seen);
    }
  }

  #noNode(cause?: unknown): RedisSplitError {
    this.#counts.failed++;
    const nodes = this.#fleet.nodes.map((node) => node.describe()).join('; ') || 'none is known';
    return new RedisSplitError('REDIS_SPLIT_NO_NODE', `No node could answer the read: ${nodes}`, { cause });
  }
}

/** Whether the error is the server's own answer, which no other node would give differently. */
function hasAnswered(node: Node, error: unknown, stamp: number): boolean {
  const answered = node.noteFailure(error) === 'answered';
  if (answered) node.load.end(stamp, performance.now());
  else node.load.fail(stamp, performance.now());
  return answered;
}

/** One for each choice of nodes. */
export const readsFromEach = (
  fleet: Nodes<Node>,
  balancer: Balancer,
  deadlineMs: number,
  counts: ReadCounts,
  queue: QueueOptions,
): Readonly<Record<ReadFrom, Reads>> => {
  const readsFrom = (from: ReadFrom) => new Reads(fleet, balancer, deadlineMs, counts, queue, from);
  return {
    primary: readsFrom('primary'),
    replica: readsFrom('replica'),
    preferReplica: readsFrom('preferReplica'),
    any: readsFrom('any'),
  };
};
