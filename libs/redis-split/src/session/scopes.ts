import { AsyncLocalStorage } from 'node:async_hooks';
import type { DurableOptions } from '../durable/durable-options.ts';
import type { ReadOptions } from '../freshness/demand.ts';
import type { Seen } from '../freshness/answer.ts';
import type { Paths } from '../paths.ts';
import type { SessionState } from './session-state.ts';

/** What a command runs under. */
export interface Scope {
  readonly reads: ReadOptions;
  readonly session?: SessionState;
  readonly durable?: DurableOptions;
  /** Told of every read that was answered. */
  readonly seen?: Seen;
}

interface Entered extends Scope {
  /** How commands run under all of this. */
  readonly paths: Paths;
}

/** What holds for a flow of work and everything that it calls. Inner scopes keep of the outer ones what they do not set. */
export class Scopes {
  readonly #pathsOf: (scope: Scope) => Paths;
  readonly #storage = new AsyncLocalStorage<Entered>();
  readonly #outermost: Entered;

  /**
   * @param reads what reads ask for outside of every scope
   * @param pathsOf makes the paths of a scope, and throws when its options make no sense
   */
  constructor(reads: ReadOptions, pathsOf: (scope: Scope) => Paths) {
    this.#pathsOf = pathsOf;
    this.#outermost = { reads, paths: pathsOf({ reads }) };
  }

  /** The one that holds here. */
  now(): Entered {
    return this.#storage.getStore() ?? this.#outermost;
  }

  async enter<T>(change: Partial<Scope>, run: () => Promise<T>): Promise<T> {
    const scope = merged(this.now(), change);
    return this.#storage.run({ ...scope, paths: this.#pathsOf(scope) }, run);
  }

  /** Under the scope in which each command is sent, so that what is kept also works in sessions that begin later. */
  pathsUnder(change: Partial<Scope>): Paths {
    const known = new WeakMap<Entered, Paths>();
    const pathsNow = (): Paths => {
      const scope = this.now();
      let paths = known.get(scope);
      if (!paths) known.set(scope, (paths = this.#pathsOf(merged(scope, change))));
      return paths;
    };
    // Bad options are refused now.
    pathsNow();
    return {
      run: (method, command, args) => pathsNow().run(method, command, args),
      multi: () => pathsNow().multi(),
      pipeline: () => pathsNow().pipeline(),
      cursors: { pick: () => pathsNow().cursors.pick() },
    };
  }
}

const merged = (scope: Scope, { reads, ...change }: Partial<Scope>): Scope => ({
  ...scope,
  ...change,
  reads: { ...scope.reads, ...reads },
});
