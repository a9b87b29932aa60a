/** After this time a measurement has lost 63 % of its weight, in milliseconds. */
const TAU_MS = 10_000;
/** What it loses at least to each one that comes after it. */
const LEAST_LOSS = 0.05;

/**
 * An average of latencies that is quick to fear and slow to trust, as in Finagle and tower: a latency above it replaces it at
 * once, one below it pulls it down, the more the longer nothing else came. It decays by time alone too, so that a node that
 * nobody dares to ask is asked again one day.
 *
 * Other than there many fast answers win trust back within moments: a pause of our own process looks like a peak of the very
 * node that answers most.
 */
export class PeakEwma {
  #valueMs = 0;
  #atMs = 0;
  #isGuess = true;

  /** Start from what others take; the first measurement replaces it. */
  guess(latencyMs: number, nowMs: number): void {
    this.#valueMs = latencyMs;
    this.#atMs = nowMs;
    this.#isGuess = true;
  }

  observe(latencyMs: number, nowMs: number): void {
    if (this.#isGuess || latencyMs >= this.#valueMs) {
      this.#valueMs = latencyMs;
      this.#isGuess = false;
    } else {
      const weight = Math.min(1 - LEAST_LOSS, weightAfter(nowMs - this.#atMs));
      this.#valueMs = this.#valueMs * weight + latencyMs * (1 - weight);
    }
    this.#atMs = nowMs;
  }

  valueMs(nowMs: number): number {
    return this.#valueMs * weightAfter(nowMs - this.#atMs);
  }

  /** Whether anything was measured, not only guessed. */
  get isMeasured(): boolean {
    return !this.#isGuess;
  }
}

/** A clock that steps back must not make a value grow. */
const weightAfter = (elapsedMs: number): number => (elapsedMs > 0 ? Math.exp(-elapsedMs / TAU_MS) : 1);
