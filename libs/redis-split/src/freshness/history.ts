import type { Report } from '../node/reports.ts';
import { follow, learnOrigin, NO_LINEAGE, normalise, type Fate, type Lineage } from '../token/lineage.ts';
import type { Position } from '../token/position.ts';
import { PrimarySamples } from './primary-samples.ts';

/** What one client knows of the primary's history, from all that its nodes report. */
export class History {
  readonly #samples = new PrimarySamples();
  #lineage: Lineage = NO_LINEAGE;
  /** Connection on which the primary was seen in that role last, with nothing else seen since. */
  #uninterrupted: number | undefined;

  /** Replication id of the primary; `undefined` before it was ever seen. */
  get current(): string | undefined {
    return this.#lineage.current;
  }

  /** @param listedAs what the node that reports was listed as: a primary is only believed to be *the* primary if listed so */
  learn(listedAs: 'primary' | 'replica', { info, epoch, sentAtMs }: Report): void {
    const { position, previous } = info;
    if (info.role === 'primary' && position) {
      const origin = { replid: position.replid, ...(previous && { previous }) };
      if (listedAs === 'primary') {
        this.#lineage = follow(this.#lineage, origin, this.#uninterrupted === epoch);
        this.#samples.add(sentAtMs, position);
      } else {
        this.#lineage = learnOrigin(this.#lineage, origin);
      }
    }
    if (listedAs === 'primary') this.#uninterrupted = info.role === 'primary' ? epoch : undefined;
  }

  fateOf(position: Position): Fate {
    return normalise(this.#lineage, position);
  }

  /** {@inheritDoc PrimarySamples.stalenessMs} */
  stalenessMs(position: Position, nowMs: number): number {
    return this.#samples.stalenessMs(position, nowMs);
  }
}
