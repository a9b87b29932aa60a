import type { Report } from '../node/reports.ts';
import type { Role } from '../node/role.ts';
import { follow, learnOrigin, NO_LINEAGE, normalise, type Fate, type Lineage } from '../token/lineage.ts';
import type { Position } from '../token/position.ts';
import { PrimarySamples } from './primary-samples.ts';

/**
 * How the history of the primary went on in another one: all of it (`continued`), all before a fork, or nobody knows.
 */
export type LineageChange =
  { readonly kind: 'continued' | 'unknown' } | { readonly kind: 'forked'; readonly forkOffset: bigint };

/** What one client knows of the primary's history, from all that its nodes report. */
export class History {
  readonly #confirmedAtMs: () => number;
  #samples = new PrimarySamples();
  #lineage: Lineage = NO_LINEAGE;
  /** Connection on which the primary was seen in that role last, with nothing else seen since. */
  #uninterrupted: number | undefined;

  /** @param confirmedAtMs up to when it is sure that the primary is the primary, on this process's monotonic clock */
  constructor(confirmedAtMs: () => number = () => Infinity) {
    this.#confirmedAtMs = confirmedAtMs;
  }

  /** Replication id of the primary; `undefined` before it was ever seen. */
  get current(): string | undefined {
    return this.#lineage.current;
  }

  /** Another node is the primary: where the last one was when says nothing about it. */
  primaryChanged(): void {
    this.#samples = new PrimarySamples();
    this.#uninterrupted = undefined;
  }

  /**
   * @param takenFor what the node that reports is taken for: it may believe to be a primary without being *the* primary
   * @returns how the history of the primary changed, if it did
   */
  learn(takenFor: Role, { info, epoch, sentAtMs }: Report): LineageChange | undefined {
    const { position, previous } = info;
    const from = this.current;
    if (info.role === 'primary' && position) {
      const origin = { replid: position.replid, ...(previous && { previous }) };
      if (takenFor === 'primary') {
        this.#lineage = follow(this.#lineage, origin, this.#uninterrupted === epoch);
        this.#samples.add(sentAtMs, position);
      } else {
        this.#lineage = learnOrigin(this.#lineage, origin);
      }
    }
    if (takenFor === 'primary') this.#uninterrupted = info.role === 'primary' ? epoch : undefined;
    return from === undefined || from === this.current ? undefined : this.#changeFrom(from);
  }

  fateOf(position: Position): Fate {
    return normalise(this.#lineage, position);
  }

  /** {@inheritDoc PrimarySamples.stalenessMs} */
  stalenessMs(position: Position, nowMs: number): number {
    return Math.max(this.#samples.stalenessMs(position, nowMs), this.unconfirmedMs(nowMs));
  }

  /** For how long others may have written to another primary, as far as is known, in milliseconds. */
  unconfirmedMs(nowMs: number): number {
    return Math.max(0, nowMs - this.#confirmedAtMs());
  }

  #changeFrom(from: string): LineageChange {
    const step = this.#lineage.steps.find((each) => each.from === from && each.to === this.current);
    if (!step) return { kind: 'unknown' };
    return step.forkOffset === undefined ? { kind: 'continued' } : { kind: 'forked', forkOffset: step.forkOffset };
  }
}
