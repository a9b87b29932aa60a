import type { ChainableCommander } from 'ioredis';
import { defineCommands, RoutedCommands } from './commands.ts';

/** How the commands of one view run. */
export interface Paths {
  run(method: string, command: string, args: unknown[]): Promise<unknown>;
  multi(): ChainableCommander;
  pipeline(): ChainableCommander;
}

/** All commands of ioredis, under read options of their own or in a session. Cheap to make, and may be kept. */
export class View extends RoutedCommands {
  static {
    defineCommands(View.prototype, (view, method, command, args) => view.#paths.run(method, command, args));
  }

  readonly #paths: Paths;

  constructor(paths: Paths) {
    super();
    this.#paths = paths;
  }

  /** A transaction on the primary. Its commands leave together at `exec`, so it needs no connection of its own. */
  multi(): ChainableCommander {
    return this.#paths.multi();
  }

  /** A batch of commands, reads too, on the primary. */
  pipeline(): ChainableCommander {
    return this.#paths.pipeline();
  }
}
