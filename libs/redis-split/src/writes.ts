import type { ChainableCommander } from 'ioredis';
import { aroundExec } from './chain.ts';
import { RedisSplitError } from './errors.ts';
import type { Node } from './node/node.ts';
import type { SessionState } from './session/session-state.ts';

type Rows = ReturnType<ChainableCommander['exec']>;

/** Sends to the primary, once. A write that failed is never sent again: the error says whether it may have been executed. */
export class Writes {
  readonly #primary: Node;

  constructor(primary: Node) {
    this.#primary = primary;
  }

  /** @param session that must see what this command does or saw */
  async send(method: string, args: unknown[], command: string, session?: SessionState): Promise<unknown> {
    if (this.#primary.standing !== 'fit') throw this.#noPrimary();
    try {
      const reply = this.#primary.send(method, args);
      // After the command's bytes: asked before, the position would not contain it.
      session?.track(this.#primary);
      return await reply;
    } catch (error) {
      throw this.#explain(error, command.toUpperCase());
    }
  }

  /** Make a transaction or a pipeline of the primary's connection fail as single writes do. */
  guard(chain: ChainableCommander, session?: SessionState): ChainableCommander {
    return aroundExec(chain, (exec) => {
      const rows = this.#exec(exec);
      // Inside a transaction the position would be the one before it.
      session?.track(this.#primary, rows);
      return rows;
    });
  }

  async #exec(exec: () => Rows): Rows {
    if (this.#primary.standing !== 'fit') throw this.#noPrimary();
    try {
      const rows = await exec();
      // A pipeline does not reject; each of its commands has its own outcome.
      return rows?.map(([error, result]) => [error && this.#explain(error, 'a pipeline'), result]) ?? null;
    } catch (error) {
      throw this.#explain(error, 'MULTI');
    }
  }

  #explain(error: unknown, what: string): Error {
    const failure = this.#primary.noteFailure(error);
    if (failure === 'answered') return error as Error;
    if (failure !== 'lost') return this.#noPrimary(error);
    return new RedisSplitError(
      'REDIS_SPLIT_AMBIGUOUS_WRITE',
      `The connection to ${this.#primary.label} failed after ${what} was sent: it may have been executed`,
      { cause: error },
    );
  }

  #noPrimary(cause?: unknown): RedisSplitError {
    return new RedisSplitError(
      'REDIS_SPLIT_NO_PRIMARY',
      `The primary cannot take commands, and nothing was executed: ${this.#primary.describe()}`,
      { cause },
    );
  }
}
