import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

/** Lets so many operations begin, and no more than so many a second; in bursts, so that they meet. */
export class Pace {
  readonly #most: number;
  readonly #ratePerSecond: number;
  #startedAtMs = performance.now();
  #begun = 0;
  #stopped = false;

  constructor(most: number, ratePerSecond: number) {
    this.#most = most;
    this.#ratePerSecond = ratePerSecond;
  }

  get begun(): number {
    return this.#begun;
  }

  get isOver(): boolean {
    return this.#stopped || this.#begun >= this.#most;
  }

  stop(): void {
    this.#stopped = true;
  }

  /** Resolves when the next burst may begin. */
  async wait(): Promise<void> {
    const dueAtMs = this.#startedAtMs + (this.#begun / this.#ratePerSecond) * 1000;
    const leftMs = dueAtMs - performance.now();
    // Time that was lost to a fault is not made up for in a rush.
    if (leftMs < -1000) this.#startedAtMs -= leftMs;
    if (leftMs > 0) await delay(leftMs);
  }

  /** One more begins; false when it must not. */
  begin(): boolean {
    if (this.isOver) return false;
    this.#begun++;
    return true;
  }
}
