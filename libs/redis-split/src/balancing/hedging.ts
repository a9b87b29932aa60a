import { performance } from 'node:perf_hooks';
import { HedgeBudget } from './hedge-budget.ts';
import { hedgeClassOf, type HedgeClass } from './hedgeable.ts';
import { LatencyQuantile } from './latency-quantile.ts';

export interface HedgingOptions {
  /** Hedges to reads that may be hedged. */
  readonly budgetRatio: number;
  /** A read is late when it takes longer than this share of the others like it. */
  readonly quantile: number;
}

/** How hedges ended: the second answer came first, the first one did, or there was no budget or node for a second try. */
export interface HedgeCounts {
  won: number;
  lost: number;
  denied: number;
}

/** Sends reads that are late to a second node, within a budget. */
export class Hedging {
  readonly counts: HedgeCounts = { won: 0, lost: 0, denied: 0 };
  readonly #budget: HedgeBudget;
  readonly #latencies: Readonly<Record<HedgeClass, LatencyQuantile>>;

  constructor({ budgetRatio, quantile }: HedgingOptions) {
    this.#budget = new HedgeBudget(budgetRatio);
    this.#latencies = { fact: new LatencyQuantile(quantile), value: new LatencyQuantile(quantile) };
  }

  /**
   * The first answer that `isValid`, of one try or of two. Rejects as the first try does when no second one was made, or when
   * neither is valid.
   *
   * @param again begins the second try; `undefined` when there is no other node
   */
  async run<T>(
    command: string,
    first: () => Promise<T>,
    again: () => Promise<T> | undefined,
    isValid: (value: T) => boolean,
  ): Promise<T> {
    const kind = hedgeClassOf(command);
    const lateMs = kind && this.#latencies[kind].valueMs;
    if (!kind) return first();
    this.#budget.earn();
    const startedAtMs = performance.now();
    const trying = first();
    const measured = trying.finally(() => this.#latencies[kind].observe(performance.now() - startedAtMs));
    measured.catch(() => undefined);
    return lateMs === undefined ? trying : this.#hedge(trying, lateMs, again, isValid);
  }

  async #hedge<T>(
    first: Promise<T>,
    lateMs: number,
    again: () => Promise<T> | undefined,
    isValid: (value: T) => boolean,
  ): Promise<T> {
    if (!(await isLate(first, lateMs))) return first;
    const second = this.#budget.spend() ? again() : undefined;
    if (!second) {
      this.counts.denied++;
      return first;
    }
    const valid = (promise: Promise<T>) =>
      promise.then((value) => (isValid(value) ? value : Promise.reject(new Error('Not valid'))));
    try {
      const winner = await Promise.any([valid(first).then(as('lost')), valid(second).then(as('won'))]);
      this.counts[winner.outcome]++;
      return winner.value;
    } catch {
      this.counts.lost++;
      return first;
    }
  }
}

const as =
  <T>(outcome: 'won' | 'lost') =>
  (value: T) => ({ outcome, value });

/** Whether it is still not settled after this time. */
function isLate(promise: Promise<unknown>, afterMs: number): Promise<boolean> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(true), afterMs);
    const inTime = () => {
      clearTimeout(timer);
      resolve(false);
    };
    promise.then(inTime, inTime);
  });
}
