import { AsyncLocalStorage } from 'node:async_hooks';
import { EventEmitter } from 'node:events';
import type { ChainableCommander, Redis } from 'ioredis';
import { defineCommands, RoutedCommands } from './commands.ts';
import { withDeadline } from './deadline.ts';
import { resolveDurableOptions, type DurableOptions } from './durable/durable-options.ts';
import { Fence } from './durable/fence.ts';
import { closedError, RedisSplitError } from './errors.ts';
import { demandOf, type ReadOptions } from './freshness/demand.ts';
import { FreshReads, type Answer } from './freshness/fresh-reads.ts';
import { History } from './freshness/history.ts';
import { readResult, type ReadResult } from './freshness/read-result.ts';
import { Leases } from './leases.ts';
import type { Timeouts } from './node/connection-options.ts';
import { Node, type NodeStatus } from './node/node.ts';
import type { Report } from './node/reports.ts';
import { resolveOptions, type ResolvedOptions, type SplitOptions } from './options.ts';
import { readsFromEach, type Reads } from './reads.ts';
import type { ReadFrom } from './routing/read-nodes.ts';
import { durablePaths, Runner } from './runner.ts';
import { SessionState } from './session/session-state.ts';
import { Session } from './session/session.ts';
import type { Token } from './token/token.ts';
import { View, type Paths } from './view.ts';
import { Writes } from './writes.ts';

/** What a client tells about its nodes. */
export interface SplitEvents {
  /** A node became ready. */
  nodeUp: [NodeStatus];
  /** A node is not ready any more; `reason` says why. */
  nodeDown: [NodeStatus];
  /** A read was rejected with `REDIS_SPLIT_TOKEN_LOST`: a failover lost what the session or token stands for. */
  lostWrite: [{ readonly token: Token; readonly forkOffset: bigint }];
  /**
   * The primary answered a read of a session or token, and nobody knows whether it still has what that stands for: its history
   * does not say. `token` is what it is about, if that is known.
   */
  lineageUnknown: [{ readonly token?: Token }];
}

/**
 * All commands of ioredis, routed: reads to a ready replica, everything else to the primary. Made by `createSplitClient`;
 * in Nest, inject it by this class.
 */
export class SplitClient extends RoutedCommands {
  static {
    defineCommands(SplitClient.prototype, (client, method, command, args) => client.#paths.run(method, command, args));
  }

  readonly #nodes: readonly Node[];
  readonly #primary: Node;
  readonly #reads: Readonly<Record<ReadFrom, Reads>>;
  readonly #runner: Runner;
  readonly #leases: Leases;
  readonly #fences = new Map<string, Fence>();
  readonly #timeouts: Timeouts;
  readonly #defaults: ReadOptions;
  readonly #paths: Paths;
  readonly #scope = new AsyncLocalStorage<SessionState>();
  readonly #sessionNow = () => this.#scope.getStore();
  readonly #history = new History();
  readonly #events = new EventEmitter();
  readonly #announced = new Map<Node, boolean>();
  #closing: Promise<void> | undefined;

  /** Opens the connections in the background. */
  constructor(options: ResolvedOptions) {
    super();
    const seen = {
      onChange: (node: Node) => this.#nodeChanged(node),
      onReport: ({ role }: Node, report: Report) => this.#history.learn(role, report),
    };
    // A read that times out on a replica leaves half of its deadline for another node.
    const replicaTimeouts = { ...options, commandTimeoutMs: Math.ceil(options.commandTimeoutMs / 2) };
    this.#primary = new Node({ ...options, role: 'primary', address: options.primary, ...seen });
    this.#nodes = [
      this.#primary,
      ...options.replicas.map((address) => new Node({ ...replicaTimeouts, role: 'replica', address, ...seen })),
    ];
    this.#reads = readsFromEach(this.#nodes, options.commandTimeoutMs);
    this.#runner = new Runner({
      primary: this.#primary,
      reads: this.#reads,
      fresh: new FreshReads(this.#nodes, this.#history, options.commandTimeoutMs),
      writes: new Writes(this.#primary),
      isClosed: () => this.#closing !== undefined,
      onLostWrite: (error) => this.#emit('lostWrite', error),
      onUnknownLineage: (token) => this.#emit('lineageUnknown', { ...(token && { token }) }),
    });
    this.#leases = new Leases(options);
    this.#timeouts = options;
    this.#defaults = options.reads;
    this.#paths = this.#runner.paths(demandOf(this.#defaults), this.#sessionNow);
  }

  /** A transaction on the primary. Its commands leave together at `exec`, so it needs no connection of its own. */
  multi(): ChainableCommander {
    return this.#paths.multi();
  }

  /** A batch of commands, reads too, on the primary. */
  pipeline(): ChainableCommander {
    return this.#paths.pipeline();
  }

  /**
   * The same commands, with other demands on reads than the client's own.
   *
   * @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION`, `REDIS_SPLIT_TOKEN_INVALID`
   */
  with(options: ReadOptions): View {
    return new View(this.#runner.paths(demandOf(this.#defaults, options), this.#sessionNow));
  }

  /**
   * Read, and learn what was proved of the answers.
   *
   * @throws RedisSplitError as `with` does, and when `run` reads nothing
   */
  async read<T>(options: ReadOptions, run: (view: View) => Promise<T>): Promise<ReadResult<T>> {
    const answers: Answer[] = [];
    const demand = demandOf(this.#defaults, options);
    const view = new View(this.#runner.paths(demand, this.#sessionNow, (answer) => answers.push(answer)));
    return readResult(await run(view), answers);
  }

  /**
   * The same commands as one session: reads contain its writes and never go back.
   *
   * @param from a token to go on from
   * @throws RedisSplitError `REDIS_SPLIT_TOKEN_INVALID`
   */
  session(from?: string): Session {
    return this.#sessionOf(this.#newState(from));
  }

  /**
   * Run a flow of work as one session: every command of this client inside `run` belongs to it, also those that functions
   * called from there send.
   *
   * @param from a token to go on from
   * @throws RedisSplitError `REDIS_SPLIT_TOKEN_INVALID`
   */
  async inSession<T>(run: (session: Session) => Promise<T>, from?: string): Promise<T> {
    const state = this.#newState(from);
    return this.#scope.run(state, () => run(this.#sessionOf(state)));
  }

  /**
   * The same commands, but whatever runs on the primary is answered only when that many replicas have received it. A
   * write that meets another confirmation under way waits for that first: at most twice `timeoutMs`. Each distinct pair of
   * options has a connection of its own.
   *
   * @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION`; its commands reject with a `NotDurableError` when fewer confirm
   */
  durable(options: DurableOptions): View {
    const fence = this.#fenceOf(resolveDurableOptions(options));
    return new View(durablePaths(this.#paths, fence));
  }

  /**
   * Run something on a connection of its own: blocking commands, Pub/Sub, WATCH, SELECT, SCAN on a replica. The connection
   * has no deadline for commands, is never opened again when it breaks, and is closed when `run` ends.
   *
   * @throws RedisSplitError `REDIS_SPLIT_NO_PRIMARY` or `REDIS_SPLIT_NO_NODE` when no such node is ready
   */
  async lease<T>(role: 'primary' | 'replica', run: (connection: Redis) => Promise<T>): Promise<T> {
    this.#refuseWhenClosed();
    return this.#leases.run(role, this.#nodes, run);
  }

  /** The nodes, the primary first, in the order of the options. */
  nodes(): readonly NodeStatus[] {
    return this.#nodes.map((node) => node.status());
  }

  /**
   * Resolves when the primary is ready: from then on reads and writes can be served. Not needed before the first command.
   *
   * @throws RedisSplitError `REDIS_SPLIT_TIMEOUT` when that takes longer than `timeoutMs`
   */
  async ready({ timeoutMs }: { timeoutMs: number }): Promise<void> {
    if (this.#primary.standing === 'fit') return;
    const late = () =>
      new RedisSplitError('REDIS_SPLIT_TIMEOUT', `Not ready in ${timeoutMs} ms: ${this.#primary.describe()}`);
    let listener: (() => void) | undefined;
    const up = new Promise<void>((resolve) => {
      listener = () => this.#primary.standing === 'fit' && resolve();
      this.#events.on('nodeUp', listener);
    });
    try {
      await withDeadline(up, timeoutMs, late);
    } finally {
      if (listener) this.#events.off('nodeUp', listener);
    }
  }

  on<E extends keyof SplitEvents>(event: E, listener: (...args: SplitEvents[E]) => void): this {
    this.#events.on(event, listener);
    return this;
  }

  off<E extends keyof SplitEvents>(event: E, listener: (...args: SplitEvents[E]) => void): this {
    this.#events.off(event, listener);
    return this;
  }

  /** Take no more commands, wait for the answers that are due, close every socket. Every promise settles. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    const replicas = this.#nodes.filter((node) => node !== this.#primary);
    await Promise.all([this.#leases.close(), ...replicas.map((node) => node.close())]);
    // Last, so that a read that fails on a replica even now has a node left.
    await this.#primary.close();
    await Promise.all([...this.#fences.values()].map((fence) => fence.close()));
  }

  #fenceOf(options: DurableOptions): Fence {
    const name = `${options.replicas}/${options.timeoutMs}`;
    const fence = this.#fences.get(name) ?? new Fence(this.#primary, options, this.#timeouts);
    this.#fences.set(name, fence);
    return fence;
  }

  #newState(from: string | undefined): SessionState {
    const state = new SessionState(this.#history);
    if (from !== undefined) state.observe(from);
    return state;
  }

  #sessionOf(state: SessionState): Session {
    const paths = this.#runner.paths(demandOf(this.#defaults), () => state);
    return new Session(paths, {
      observe: (token) => state.observe(token),
      token: () => state.token(this.#primary),
    });
  }

  #emit<E extends keyof SplitEvents>(event: E, ...payload: SplitEvents[E]): void {
    this.#events.emit(event, ...payload);
  }

  #refuseWhenClosed(): void {
    if (this.#closing) throw closedError();
  }

  #nodeChanged(node: Node): void {
    for (const reads of Object.values(this.#reads)) reads.refresh();
    const status = node.status();
    if (status.ready === (this.#announced.get(node) ?? false)) return;
    this.#announced.set(node, status.ready);
    this.#emit(status.ready ? 'nodeUp' : 'nodeDown', status);
  }
}

/**
 * A client over one primary and its replicas. It opens its connections in the background and keeps them open, so an
 * unreachable server neither throws nor hangs here.
 *
 * @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION`
 */
export function createSplitClient(options: SplitOptions): SplitClient {
  return new SplitClient(resolveOptions(options));
}
