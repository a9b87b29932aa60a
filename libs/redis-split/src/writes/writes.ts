import { Redis, type ChainableCommander } from 'ioredis';
import { aroundExec } from '../chain.ts';
import { closedError, RedisSplitError } from '../errors.ts';
import type { Node } from '../node/node.ts';
import type { SessionState } from '../session/session-state.ts';
import type { Nodes } from '../topology/fleet.ts';
import { WaitingQueue, type QueueOptions } from '../waiting-queue.ts';

type Rows = Awaited<ReturnType<ChainableCommander['exec']>>;

/** Takes commands that will never be sent; opens no socket. */
const UNCONNECTED = new Redis({ lazyConnect: true });

/** Sends to the primary, once. A write that failed is never sent again: the error says whether it may have been executed. */
export class Writes {
  readonly #fleet: Nodes<Node>;
  readonly #queue: WaitingQueue<Node>;
  /** Told of every write of which nobody knows whether it was executed. */
  readonly #onAmbiguous: () => void;

  constructor(fleet: Nodes<Node>, queue: QueueOptions, onAmbiguous: () => void) {
    this.#fleet = fleet;
    this.#queue = new WaitingQueue(queue, () => this.#noPrimary());
    this.#onAmbiguous = onAmbiguous;
  }

  /** How many wait for a primary. */
  get queued(): number {
    return this.#queue.length;
  }

  /** @param session that must see what this command does or saw */
  send(method: string, args: unknown[], command: string, session?: SessionState): Promise<unknown> {
    const write = async (primary: Node): Promise<unknown> => {
      try {
        const reply = primary.send(method, args);
        // After the command's bytes: asked before, the position would not contain it.
        session?.track(primary);
        return await reply;
      } catch (error) {
        throw this.#explain(primary, error, command.toUpperCase());
      }
    };
    return this.#onPrimary(write, session);
  }

  /** Resolves when a write that is sent then leaves at once; `undefined` when it would now. */
  whenPrimary(): Promise<void> | undefined {
    return this.#fleet.primary?.standing === 'fit' ? undefined : this.#queue.wait(() => Promise.resolve());
  }

  multi(session?: SessionState): ChainableCommander {
    return this.#guard((node) => node.multi(), session);
  }

  pipeline(session?: SessionState): ChainableCommander {
    return this.#guard((node) => node.pipeline(), session);
  }

  /** The primary has changed, or what it is good for. */
  refresh(): void {
    const { primary } = this.#fleet;
    if (primary?.standing === 'fit') this.#queue.flush(primary);
  }

  /** Refuse what still waits. */
  close(): void {
    this.#queue.close(closedError());
  }

  #onPrimary<T>(send: (primary: Node) => Promise<T>, session?: SessionState): Promise<T> {
    const { primary } = this.#fleet;
    if (primary?.standing === 'fit') return send(primary);
    const sent = this.#queue.wait(send);
    session?.waitFor(sent);
    return sent;
  }

  /** Make a transaction or a pipeline, which ioredis binds to one connection, fail as single writes do. */
  #guard(
    begin: (node: Pick<Node, 'multi' | 'pipeline'>) => ChainableCommander,
    session?: SessionState,
  ): ChainableCommander {
    const bound = this.#fleet.primary;
    const send = (exec: () => Promise<Rows>) => async (primary: Node) => {
      if (primary !== bound) throw this.#noPrimary(new Error('The primary changed after the first command was given'));
      const rows = this.#exec(primary, exec);
      // Inside a transaction the position would be the one before it.
      session?.track(primary, rows);
      return rows;
    };
    return aroundExec(begin(bound ?? UNCONNECTED), (exec) => this.#onPrimary(send(exec), session));
  }

  async #exec(primary: Node, exec: () => Promise<Rows>): Promise<Rows> {
    try {
      const rows = await exec();
      // A pipeline does not reject; each of its commands has its own outcome.
      return rows?.map(([error, result]) => [error && this.#explain(primary, error, 'a pipeline'), result]) ?? null;
    } catch (error) {
      throw this.#explain(primary, error, 'MULTI');
    }
  }

  #explain(primary: Node, error: unknown, what: string): Error {
    const failure = primary.noteFailure(error);
    if (failure === 'answered') return error as Error;
    if (failure !== 'lost') return this.#noPrimary(error);
    this.#onAmbiguous();
    return new RedisSplitError(
      'REDIS_SPLIT_AMBIGUOUS_WRITE',
      `The connection to ${primary.label} failed after ${what} was sent: it may have been executed`,
      { cause: error },
    );
  }

  #noPrimary(cause?: unknown): RedisSplitError {
    const { primary, nodes } = this.#fleet;
    const who = primary?.describe() ?? (nodes.map((node) => node.describe()).join('; ') || 'no node is known');
    return new RedisSplitError(
      'REDIS_SPLIT_NO_PRIMARY',
      `The primary cannot take commands, and nothing was executed: ${who}`,
      { cause },
    );
  }
}
