import { performance } from 'node:perf_hooks';
import type { Entry } from './history.ts';

/** Writes down what happens, in the order in which it is observed. */
export class Recorder {
  readonly history: Entry[] = [];
  #order = 0;

  next(): number {
    return this.#order++;
  }

  add(entry: Entry): void {
    this.history.push(entry);
  }

  /** Something is sent now; call the result when it is answered. */
  begin() {
    const begun = { sent: this.next(), sentAtMs: performance.now() };
    return () => ({ ...begun, ended: this.next(), endedAtMs: performance.now() });
  }
}
