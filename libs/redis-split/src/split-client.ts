import { EventEmitter } from 'node:events';
import type { ChainableCommander, Redis, RedisCommander } from 'ioredis';
import { defineCommands } from './commands.ts';
import { withDeadline } from './deadline.ts';
import { RedisSplitError } from './errors.ts';
import { Leases } from './leases.ts';
import { Node, type NodeStatus } from './node/node.ts';
import { resolveOptions, type ResolvedOptions, type SplitOptions } from './options.ts';
import { Reads } from './reads.ts';
import { route } from './routing/route.ts';
import { Writes } from './writes.ts';

/** What a client tells about its nodes. */
export interface SplitEvents {
  /** A node became ready. */
  nodeUp: [NodeStatus];
  /** A node is not ready any more; `reason` says why. */
  nodeDown: [NodeStatus];
}

/** The command methods come from a loop over ioredis' own list, so only the type is declared here. */
const RoutedCommands = class {} as unknown as new () => RedisCommander;

/**
 * All commands of ioredis, routed: reads to a ready replica, everything else to the primary. Made by `createSplitClient`;
 * in Nest, inject it by this class.
 */
export class SplitClient extends RoutedCommands {
  static {
    defineCommands(SplitClient.prototype, (client, method, command, args) => client.#run(method, command, args));
  }

  readonly #nodes: readonly Node[];
  readonly #primary: Node;
  readonly #reads: Reads;
  readonly #writes: Writes;
  readonly #leases: Leases;
  readonly #events = new EventEmitter<SplitEvents>();
  readonly #announced = new Map<Node, boolean>();
  #closing: Promise<void> | undefined;

  /** Opens the connections in the background. */
  constructor(options: ResolvedOptions) {
    super();
    const onChange = (node: Node) => this.#nodeChanged(node);
    // A read that times out on a replica leaves half of its deadline for another node.
    const replicaTimeouts = { ...options, commandTimeoutMs: Math.ceil(options.commandTimeoutMs / 2) };
    this.#primary = new Node({ ...options, role: 'primary', address: options.primary, onChange });
    this.#nodes = [
      this.#primary,
      ...options.replicas.map((address) => new Node({ ...replicaTimeouts, role: 'replica', address, onChange })),
    ];
    this.#reads = new Reads(this.#nodes, options.commandTimeoutMs);
    this.#writes = new Writes(this.#primary);
    this.#leases = new Leases(options);
  }

  /** A transaction on the primary. Its commands leave together at `exec`, so it needs no connection of its own. */
  multi(): ChainableCommander {
    return this.#writes.guard(this.#primary.multi());
  }

  /** A batch of commands, reads too, on the primary. */
  pipeline(): ChainableCommander {
    return this.#writes.guard(this.#primary.pipeline());
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
    this.#events.on<keyof SplitEvents>(event, listener);
    return this;
  }

  off<E extends keyof SplitEvents>(event: E, listener: (...args: SplitEvents[E]) => void): this {
    this.#events.off<keyof SplitEvents>(event, listener);
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
  }

  async #run(method: string, command: string, args: unknown[]): Promise<unknown> {
    this.#refuseWhenClosed();
    const to = route(command, method.startsWith('call') ? args.slice(1) : args);
    if (to === 'read') return this.#reads.send(method, args);
    if (to === 'primary') return this.#writes.send(method, args, command);
    const name = command.toUpperCase();
    throw new RedisSplitError(
      'REDIS_SPLIT_NOT_ROUTABLE',
      `${name} needs a connection of its own, and this one is shared: use \`client.lease('primary', (connection) => …)\``,
    );
  }

  #refuseWhenClosed(): void {
    if (this.#closing) throw new RedisSplitError('REDIS_SPLIT_CLOSED', 'The client is closed');
  }

  #nodeChanged(node: Node): void {
    this.#reads.refresh();
    const status = node.status();
    if (status.ready === (this.#announced.get(node) ?? false)) return;
    this.#announced.set(node, status.ready);
    this.#events.emit(status.ready ? 'nodeUp' : 'nodeDown', status);
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
