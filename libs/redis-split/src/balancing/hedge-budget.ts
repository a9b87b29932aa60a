import { RedisSplitError } from '../errors.ts';

const LARGEST_RATIO = 0.05;
/** After a quiet time no more than so many hedges come at once: they would hit servers that are slow already. */
const MOST_SAVED = 10;

/**
 * How many reads may be sent twice: a token bucket that the reads themselves fill. When servers are slow everything wants a
 * second try at once, and without a limit that doubles the load just then.
 */
export class HedgeBudget {
  /** Whole reads pay for one hedge, so nothing is lost or won by rounding. */
  readonly #readsPerHedge: number;
  #savedReads = 0;

  /**
   * @param ratio of hedges to reads, above 0 and at most 0.05
   * @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION`
   */
  constructor(ratio = 0.02) {
    if (!(ratio > 0 && ratio <= LARGEST_RATIO)) {
      throw new RedisSplitError(
        'REDIS_SPLIT_INVALID_OPTION',
        `Expected a hedging budget above 0 and at most ${LARGEST_RATIO} of the reads, got ${ratio}`,
      );
    }
    this.#readsPerHedge = Math.ceil(1 / ratio);
  }

  /** A read was sent that could be hedged. */
  earn(): void {
    if (this.#savedReads < MOST_SAVED * this.#readsPerHedge) this.#savedReads++;
  }

  /** @returns whether one more hedge is allowed; if so, it is paid for */
  spend(): boolean {
    if (this.#savedReads < this.#readsPerHedge) return false;
    this.#savedReads -= this.#readsPerHedge;
    return true;
  }
}
