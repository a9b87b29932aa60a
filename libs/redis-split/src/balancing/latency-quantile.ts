/** Buckets to a doubling of the latency: the answer is at most 19 % too large. */
const PER_DOUBLING = 4;
const LEAST_MS = 2 ** -6;
/** Up to 16 seconds. */
const BUCKETS = 20 * PER_DOUBLING;
/** Less than this tells nothing about the slowest twentieth. */
const FEWEST = 100;
/** All counts are halved after so many, so that what counts is what was measured lately. */
const HALVED_AFTER = 2048;
/** How often the answer is worked out again. */
const REFRESHED_EVERY = 64;

/** The latency that so many of the recent ones stay below, from counts in buckets that grow by a fixed factor. */
export class LatencyQuantile {
  readonly #quantile: number;
  readonly #counts = new Uint32Array(BUCKETS);
  #total = 0;
  #sinceRefresh = 0;
  #valueMs: number | undefined;

  /** @param quantile between 0 and 1 */
  constructor(quantile = 0.95) {
    this.#quantile = quantile;
  }

  observe(latencyMs: number): void {
    const bucket = bucketOf(latencyMs);
    this.#counts[bucket] = (this.#counts[bucket] ?? 0) + 1;
    this.#total++;
    if (++this.#sinceRefresh >= REFRESHED_EVERY) this.#refresh();
  }

  /** In milliseconds; `undefined` before enough was measured. */
  get valueMs(): number | undefined {
    return this.#valueMs;
  }

  #refresh(): void {
    this.#sinceRefresh = 0;
    if (this.#total >= HALVED_AFTER) this.#halve();
    if (this.#total < FEWEST) return;
    let below = 0;
    const bucket = this.#counts.findIndex((count) => (below += count) >= this.#quantile * this.#total);
    this.#valueMs = upperMs(bucket);
  }

  #halve(): void {
    this.#counts.forEach((count, bucket) => (this.#counts[bucket] = count >> 1));
    this.#total = this.#counts.reduce((sum, count) => sum + count, 0);
  }
}

const bucketOf = (latencyMs: number): number =>
  Math.min(BUCKETS - 1, Math.max(0, Math.ceil(Math.log2(latencyMs / LEAST_MS) * PER_DOUBLING)));

const upperMs = (bucket: number): number => LEAST_MS * 2 ** (bucket / PER_DOUBLING);
