import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PrimarySamples } from './primary-samples.ts';

/** A primary and a replica of it, on the one clock that also measures the truth. */
class World {
  readonly samples = new PrimarySamples();
  nowMs = 0;
  /** When each write was executed; the offset is their number. */
  #writtenAtMs: number[] = [];
  #applied = 0;
  #history = 0;
  /** The replica follows the history of the primary. */
  #sameHistory = true;

  write(): void {
    this.#writtenAtMs.push(this.nowMs);
  }

  /** Ask the primary. The question is on its way while so many writes come, then the answer. */
  sample(writesMeanwhile: number, tripMs: number): void {
    const sentAtMs = this.nowMs;
    for (let i = 0; i < writesMeanwhile; i++) {
      this.nowMs += tripMs;
      this.write();
    }
    const offset = BigInt(this.#writtenAtMs.length);
    this.nowMs += tripMs;
    this.samples.add(sentAtMs, { replid: `${this.#history}`, offset });
  }

  replicate(most: number): void {
    if (this.#sameHistory) this.#applied = Math.min(this.#writtenAtMs.length, this.#applied + most);
  }

  /** A server that had only some of the writes takes over, under a new id. */
  failover(kept: number): void {
    this.#writtenAtMs = this.#writtenAtMs.slice(0, kept % (this.#writtenAtMs.length + 1));
    this.#history++;
    this.#sameHistory = false;
  }

  /** The replica takes over all data of the primary. */
  resync(): void {
    this.#sameHistory = true;
    this.#applied = this.#writtenAtMs.length;
  }

  /** The age of the oldest write that the replica does not show, and what is claimed of it. */
  age(): { readonly trueMs: number; readonly boundMs: number } | undefined {
    if (!this.#sameHistory) return undefined;
    const missing = this.#writtenAtMs[this.#applied];
    const position = { replid: `${this.#history}`, offset: BigInt(this.#applied) };
    return {
      trueMs: missing === undefined ? 0 : this.nowMs - missing,
      boundMs: this.samples.stalenessMs(position, this.nowMs),
    };
  }

  /** What the samples say of a replica that stayed with the history before. */
  boundOfAnotherHistory(): number {
    return this.samples.stalenessMs({ replid: 'another', offset: 2n ** 62n }, this.nowMs);
  }
}

const pause = fc.nat(50);
const event = fc.oneof(
  { weight: 6, arbitrary: fc.constant((world: World) => world.write()) },
  {
    weight: 4,
    arbitrary: fc.tuple(fc.nat(4), fc.nat(9)).map(
      ([writes, tripMs]) =>
        (world: World) =>
          world.sample(writes, tripMs),
    ),
  },
  { weight: 4, arbitrary: fc.nat(5).map((most) => (world: World) => world.replicate(most)) },
  { weight: 1, arbitrary: fc.nat(20).map((kept) => (world: World) => world.failover(kept)) },
  { weight: 1, arbitrary: fc.constant((world: World) => world.resync()) },
);

describe(PrimarySamples.name, () => {
  it('never claims that a replica is fresher than it is, at any time of any history', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(pause, event), { maxLength: 100 }), (events) => {
        const world = new World();
        for (const [pauseMs, happen] of events) {
          world.nowMs += pauseMs;
          happen(world);
          const age = world.age();
          if (age) expect(age.boundMs).toBeGreaterThanOrEqual(age.trueMs);
          expect(world.boundOfAnotherHistory()).toBe(Infinity);
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('proves all that can be proved of a replica that has everything: its age since the primary was asked last', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.nat(50), fc.nat(3)), { minLength: 1, maxLength: 50 }), (questions) => {
        const samples = new PrimarySamples();
        let [nowMs, offset] = [0, 0n];
        for (const [pauseMs, writes] of questions) {
          nowMs += pauseMs;
          offset += BigInt(writes);
          samples.add(nowMs, { replid: 'A', offset });

          expect(samples.stalenessMs({ replid: 'A', offset }, nowMs + 7)).toBe(7);
        }
      }),
    );
  });
});
