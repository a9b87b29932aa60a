import type { ChainableCommander } from 'ioredis';
import { defineCommands, RoutedCommands } from './commands.ts';
import { scan, scanKey, type Pair, type ScanKeyOptions, type ScanOptions } from './iterators/scan.ts';
import type { Paths } from './paths.ts';
import { runReadScript, type ReadScript } from './scripts/read-script.ts';

/** All commands of ioredis, routed, and what this library adds to them. */
export abstract class Routed extends RoutedCommands {
  static {
    defineCommands(Routed.prototype, (routed, method, command, args) => routed.pathsNow().run(method, command, args));
  }

  protected abstract pathsNow(): Paths;

  /** A transaction on the primary. Its commands leave together at `exec`, so it needs no connection of its own. */
  multi(): ChainableCommander {
    return this.pathsNow().multi();
  }

  /** A batch of commands, reads too, on the primary. */
  pipeline(): ChainableCommander {
    return this.pathsNow().pipeline();
  }

  /**
   * Run a script that only reads, where reads run.
   *
   * @param script as `defineReadScript` makes it
   */
  readScript(
    script: ReadScript,
    keys: readonly (string | Buffer)[] = [],
    args: readonly (string | Buffer | number)[] = [],
  ): Promise<unknown> {
    const paths = this.pathsNow();
    return runReadScript((...command) => paths.run(...command), script, keys, args);
  }

  /** {@inheritDoc scan} */
  scanIterator(options?: ScanOptions): AsyncGenerator<string[]> {
    return scan(this.pathsNow().cursors, options);
  }

  /** The same for the members of a set. */
  sscanIterator(key: string, options?: ScanKeyOptions): AsyncGenerator<string[]> {
    return scanKey(this.pathsNow().cursors, 'sscan', key, options);
  }

  /** The same for the fields of a hash and their values. */
  hscanIterator(key: string, options?: ScanKeyOptions): AsyncGenerator<Pair[]> {
    return scanKey(this.pathsNow().cursors, 'hscan', key, options);
  }

  /** The same for the members of a sorted set and their scores. */
  zscanIterator(key: string, options?: ScanKeyOptions): AsyncGenerator<Pair[]> {
    return scanKey(this.pathsNow().cursors, 'zscan', key, options);
  }
}

/** The same under read options of its own or in a session. Cheap to make, and may be kept. */
export class View extends Routed {
  readonly #paths: Paths;

  constructor(paths: Paths) {
    super();
    this.#paths = paths;
  }

  protected override pathsNow(): Paths {
    return this.#paths;
  }
}
