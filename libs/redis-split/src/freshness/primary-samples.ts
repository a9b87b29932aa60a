import type { Position } from '../token/position.ts';

interface Sample {
  /** When the primary was asked, on this process's monotonic clock, in milliseconds. */
  readonly sentAtMs: number;
  readonly offset: bigint;
}

/** At ten a second they reach back over a minute and a half of steady writing, and any time when nothing is written. */
const MOST_SAMPLES = 1024;

/**
 * Where the primary was when. It was asked at `sentAtMs` and answered `offset` later, so every write executed before
 * `sentAtMs` lies at or before `offset`, and whoever has applied `offset` has them all. The time of the *reply* would prove
 * nothing: writes may have come in between.
 */
export class PrimarySamples {
  #replid: string | undefined;
  #samples: Sample[] = [];

  /** Samples must come in the order they were asked for. */
  add(sentAtMs: number, { replid, offset }: Position): void {
    const newest = this.#samples.at(-1);
    // Another history, or one that we cannot explain: what we knew says nothing about it.
    if (replid !== this.#replid || (newest && offset < newest.offset)) this.#samples = [];
    // At the same offset the later sample proves more.
    else if (newest?.offset === offset) this.#samples.pop();
    else if (this.#samples.length === MOST_SAMPLES) this.#samples.shift();
    this.#replid = replid;
    this.#samples.push({ sentAtMs, offset });
  }

  /**
   * An upper bound for the age of data that reach `position`, in milliseconds: every write older than that is in them.
   * `Infinity` when nothing is proved.
   *
   * @param nowMs when the data had been read, on the same clock
   */
  stalenessMs({ replid, offset }: Position, nowMs: number): number {
    if (replid !== this.#replid) return Infinity;
    const contained = this.#samples.findLast((sample) => sample.offset <= offset);
    return contained ? nowMs - contained.sentAtMs : Infinity;
  }
}
