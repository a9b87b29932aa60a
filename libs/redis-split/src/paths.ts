import type { ChainableCommander } from 'ioredis';
import type { CursorSource } from './iterators/scan.ts';

/** How commands run under some options. */
export interface Paths {
  run(method: string, command: string, args: unknown[]): Promise<unknown>;
  multi(): ChainableCommander;
  pipeline(): ChainableCommander;
  readonly cursors: CursorSource;
}
