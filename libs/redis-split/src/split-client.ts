import type { Redis } from 'ioredis';
import { withDeadline } from './deadline.ts';
import { resolveDurableOptions, type DurableOptions } from './durable/durable-options.ts';
import { Engine } from './engine.ts';
import { closedError, RedisSplitError } from './errors.ts';
import { Events, type SplitEvents } from './events.ts';
import type { Answer, Seen } from './freshness/answer.ts';
import { demandOf, type ReadOptions } from './freshness/demand.ts';
import { readResult, type ReadResult } from './freshness/read-result.ts';
import type { SplitMetrics } from './metrics/metrics.ts';
import type { NodeStatus } from './node/node-types.ts';
import type { Role } from './node/role.ts';
import { resolveOptions, type ResolvedOptions, type SplitOptions } from './options.ts';
import type { Paths } from './paths.ts';
import { durablePaths, Runner } from './runner.ts';
import { Scopes } from './session/scopes.ts';
import { SessionState } from './session/session-state.ts';
import { Session } from './session/session.ts';
import { signToken, verifyToken, type Signing } from './token/signed-token.ts';
import type { Token } from './token/token.ts';
import { Routed, View } from './view.ts';

/** What `inScope` sets for everything inside. */
export interface ScopeOptions {
  /** What reads ask for that do not ask for something else. */
  readonly reads?: ReadOptions;
  /** Whatever runs on the primary is answered only when that many replicas have received it. */
  readonly durable?: DurableOptions;
}

/**
 * All commands of ioredis, routed: reads to a ready replica, everything else to the primary. Made by `createSplitClient`;
 * in Nest, inject it by this class.
 */
export class SplitClient extends Routed {
  readonly #events: Events;
  readonly #engine: Engine;
  readonly #scopes: Scopes;
  readonly #signing: Signing & { readonly lifetimeMs: number };

  /** Opens the connections in the background. */
  constructor(options: ResolvedOptions) {
    super();
    this.#events = new Events(options.name);
    this.#signing = { ...options.tokens, audience: options.name };
    this.#engine = new Engine(options, this.#events);
    const runner = new Runner(this.#engine, this.#events, options.name);
    this.#scopes = new Scopes(options.reads, ({ reads, session, durable, seen }) => {
      const paths = runner.paths(demandOf(reads), session, seen);
      return durable ? durablePaths(paths, this.#engine.fence(durable)) : paths;
    });
  }

  /**
   * The same commands, with other demands on reads than the client's own.
   *
   * @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION`, `REDIS_SPLIT_TOKEN_INVALID`
   */
  with(options: ReadOptions): View {
    return new View(this.#scopes.pathsUnder({ reads: options }));
  }

  /**
   * Read, and learn what was proved of the answers: of all that `run` and what it calls read by this client, or by `view`.
   *
   * @throws RedisSplitError as `with` does, and when `run` reads nothing
   */
  async read<T>(options: ReadOptions, run: (view: View) => Promise<T>): Promise<ReadResult<T>> {
    const answers: Answer[] = [];
    const outer = this.#scopes.now().seen;
    const seen: Seen = (answer) => {
      answers.push(answer);
      outer?.(answer);
    };
    const value = await this.#scopes.enter({ reads: options, seen }, () => run(new View(this.#scopes.pathsUnder({}))));
    return readResult(value, answers);
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
    return this.#scopes.enter({ session: state }, () => run(this.#sessionOf(state)));
  }

  /**
   * Run a flow of work under these options: they hold for every command of this client inside `run`, also for those that
   * functions called from there send. What an outer scope set, and this one does not, stays.
   *
   * @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION`, `REDIS_SPLIT_TOKEN_INVALID`
   */
  async inScope<T>({ reads, durable }: ScopeOptions, run: () => Promise<T>): Promise<T> {
    return this.#scopes.enter(
      { ...(reads && { reads }), ...(durable && { durable: resolveDurableOptions(durable) }) },
      run,
    );
  }

  /**
   * The same commands, but whatever runs on the primary is answered only when that many replicas have received it. A
   * write that meets another confirmation under way waits for that first: at most twice `timeoutMs`. Each distinct pair of
   * options has a connection of its own.
   *
   * @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION`; its commands reject with a `NotDurableError` when fewer confirm
   */
  durable(options: DurableOptions): View {
    return new View(this.#scopes.pathsUnder({ durable: resolveDurableOptions(options) }));
  }

  /**
   * Run something on a connection of its own: blocking commands, Pub/Sub, WATCH, SELECT. The connection
   * has no deadline for commands, is never opened again when it breaks, and is closed when `run` ends.
   *
   * @throws RedisSplitError `REDIS_SPLIT_NO_PRIMARY` or `REDIS_SPLIT_NO_NODE` when no such node is ready
   */
  async lease<T>(role: Role, run: (connection: Redis) => Promise<T>): Promise<T> {
    if (this.#engine.isClosed) throw closedError();
    return this.#engine.leases.run(role, this.#engine.fleet.nodes, run);
  }

  /**
   * A token as it may leave the process: signed, and valid for `tokens.lifetimeMs`.
   *
   * @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION` without `tokens.secrets`, `REDIS_SPLIT_TOKEN_INVALID`
   */
  sign(token: string): string {
    const { lifetimeMs, ...signing } = this.#signing;
    return signToken(token, { ...signing, expiresAtMs: Date.now() + lifetimeMs });
  }

  /**
   * The token in what `sign` of a client of the same name and secrets has given.
   *
   * @throws RedisSplitError `REDIS_SPLIT_TOKEN_INVALID` when it was not, or has expired
   */
  verify(signed: string): Token {
    return verifyToken(signed, { ...this.#signing, nowMs: Date.now() });
  }

  /** The nodes, the primary first. */
  nodes(): readonly NodeStatus[] {
    const { nodes, primary } = this.#engine.fleet;
    return nodes.toSorted((a, b) => Number(b === primary) - Number(a === primary)).map((node) => node.status());
  }

  /** What was counted since the client was made, and what the nodes are like now. */
  metrics(): SplitMetrics {
    return this.#engine.metrics();
  }

  /**
   * Resolves when the primary is ready: from then on reads and writes can be served. Not needed before the first command.
   *
   * @throws RedisSplitError `REDIS_SPLIT_TIMEOUT` when that takes longer than `timeoutMs`
   */
  async ready({ timeoutMs }: { timeoutMs: number }): Promise<void> {
    const { fleet } = this.#engine;
    const isReady = () => fleet.primary?.standing === 'fit';
    if (isReady()) return;
    const nodes = () => fleet.nodes.map((node) => node.describe()).join('; ') || 'no node is known';
    const late = () => new RedisSplitError('REDIS_SPLIT_TIMEOUT', `Not ready in ${timeoutMs} ms: ${nodes()}`);
    let listener: (() => void) | undefined;
    const up = new Promise<void>((resolve) => {
      listener = () => isReady() && resolve();
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
    return this.#engine.close();
  }

  protected override pathsNow(): Paths {
    return this.#scopes.now().paths;
  }

  #newState(from: string | undefined): SessionState {
    const state = new SessionState(this.#engine.history);
    if (from !== undefined) state.observe(from);
    return state;
  }

  #sessionOf(state: SessionState): Session {
    return new Session(this.#scopes.pathsUnder({ session: state }), {
      observe: (token) => state.observe(token),
      token: () => state.token(this.#engine.fleet.primary),
    });
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
