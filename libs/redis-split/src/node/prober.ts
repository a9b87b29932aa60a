import { performance } from 'node:perf_hooks';

/** How long a node is watched closely after that was last asked for. */
const WATCH_MS = 10_000;

export interface ProbeIntervals {
  readonly probeIntervalMs: number;
  readonly sampleIntervalMs: number;
}

/** Asks a node again and again how it is; more often for a while after somebody wanted to know how old its data are. */
export class Prober {
  readonly #ask: () => Promise<void>;
  readonly #intervals: ProbeIntervals;
  #watchedUntilMs = 0;
  #timer: NodeJS.Timeout | undefined;
  #probing: Promise<void> | undefined;
  #closed = false;

  /** @param ask must not reject; does nothing while there is no connection */
  constructor(intervals: ProbeIntervals, ask: () => Promise<void>) {
    this.#intervals = intervals;
    this.#ask = ask;
  }

  /** Ask now, unless that is under way. Resolves when it was answered. */
  probe(): Promise<void> {
    if (this.#closed) return Promise.resolve();
    this.#probing ??= this.#probe();
    return this.#probing;
  }

  /** Ask more often for a while. */
  watch(): void {
    const closely = this.#isWatched();
    this.#watchedUntilMs = performance.now() + WATCH_MS;
    if (!closely) void this.probe();
  }

  close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  async #probe(): Promise<void> {
    clearTimeout(this.#timer);
    await this.#ask();
    this.#probing = undefined;
    if (this.#closed) return;
    const { sampleIntervalMs, probeIntervalMs } = this.#intervals;
    const intervalMs = this.#isWatched() ? sampleIntervalMs : probeIntervalMs;
    // Jittered, so that many clients do not ask in step.
    this.#timer = setTimeout(() => void this.probe(), intervalMs * (0.9 + Math.random() * 0.2));
  }

  #isWatched(): boolean {
    return performance.now() < this.#watchedUntilMs;
  }
}
