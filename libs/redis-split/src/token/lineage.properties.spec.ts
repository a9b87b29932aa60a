import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { follow, learnOrigin, NO_LINEAGE, normalise, type Lineage, type Origin } from './lineage.ts';
import type { Position } from './position.ts';

/**
 * Servers with the writes themselves, so that what became of one is looked up and not computed. A server that holds n writes
 * is at offset n.
 */
class World {
  readonly tokens: { readonly at: Position; readonly write: number }[] = [];
  lineage: Lineage = NO_LINEAGE;
  /** Whether the client was told of every change, by somebody who knows where the new history comes from. */
  allSeen = true;
  #replid = 'history 0';
  #log: number[] = [];
  #histories = 0;
  #writes = 0;

  constructor() {
    this.#see({ replid: this.#replid }, false);
  }

  get log(): readonly number[] {
    return this.#log;
  }

  write(): void {
    this.#log.push(++this.#writes);
    this.tokens.push({ at: { replid: this.#replid, offset: BigInt(this.#log.length) }, write: this.#writes });
  }

  /** A replica that has so many of the writes takes over; the old primary may write on before it notices. */
  failover(kept: number, zombieWrites: number, seen: boolean): void {
    const forkOffset = kept % (this.#log.length + 1);
    const survivors = this.#log.slice(0, forkOffset);
    for (let i = 0; i < zombieWrites; i++) this.write();
    this.#log = survivors;
    // The first offset that the new primary does not have.
    this.#change({ replid: this.#replid, forkOffset: BigInt(forkOffset + 1) }, false, seen);
  }

  /** The first replica came, or the backlog was freed: all writes stay. */
  newIdOfLivePrimary(): void {
    // It can only be known to be the same primary if it was connected to before.
    const uninterrupted = this.lineage.current === this.#replid;
    this.#change(undefined, uninterrupted, true);
  }

  /** Restarted from a file that knows no history, with some of the writes. */
  restartWithoutHistory(kept: number): void {
    this.#log = this.#log.slice(0, kept % (this.#log.length + 1));
    this.allSeen = false;
    this.#change(undefined, false, true);
  }

  #change(previous: Origin['previous'], uninterrupted: boolean, seen: boolean): void {
    this.#replid = `history ${++this.#histories}`;
    const origin = { replid: this.#replid, ...(previous && { previous }) };
    if (seen) this.#see(origin, uninterrupted);
    else this.allSeen = false;
  }

  #see(origin: Origin, uninterrupted: boolean): void {
    this.lineage = follow(this.lineage, origin, uninterrupted);
  }

  /** What the primary of now says when it is asked, in case it was not when it took over. */
  lookAgain(): void {
    if (this.lineage.current !== this.#replid) this.#see({ replid: this.#replid }, false);
  }
}

const event = fc.oneof(
  { weight: 4, arbitrary: fc.constant((world: World) => world.write()) },
  {
    weight: 2,
    arbitrary: fc.tuple(fc.nat(30), fc.nat(4), fc.boolean()).map(
      ([kept, zombieWrites, seen]) =>
        (world: World) =>
          world.failover(kept, zombieWrites, seen),
    ),
  },
  { weight: 1, arbitrary: fc.constant((world: World) => world.newIdOfLivePrimary()) },
  { weight: 1, arbitrary: fc.nat(30).map((kept) => (world: World) => world.restartWithoutHistory(kept)) },
);
const worlds = fc.array(event, { maxLength: 40 }).map((events) => {
  const world = new World();
  for (const happen of events) happen(world);
  world.lookAgain();
  return world;
});

describe(normalise.name, () => {
  it('keeps what the primary has, at its very place, and calls lost only what it has not', () => {
    fc.assert(
      fc.property(worlds, (world) => {
        for (const { at, write } of world.tokens) {
          const fate = normalise(world.lineage, at);
          const has = world.log.includes(write);

          if (fate.kind === 'kept') {
            expect(fate.position.replid).toBe(world.lineage.current);
            expect(world.log[Number(fate.position.offset) - 1]).toBe(write);
          }
          if (fate.kind === 'lost') expect(has).toBe(false);
          if (world.allSeen) expect(fate.kind).toBe(has ? 'kept' : 'lost');
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('goes over several failovers as over one after the other', () => {
    const forks = fc.array(fc.bigInt({ min: 1n, max: 20n }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(forks, fc.bigInt({ min: 0n, max: 20n }), (all, offset) => {
        const origins = all.map((forkOffset, i) => ({ replid: `${i + 1}`, previous: { replid: `${i}`, forkOffset } }));
        const whole = origins.reduce(
          (lineage, origin) => follow(lineage, origin, false),
          follow(NO_LINEAGE, { replid: '0' }, false),
        );
        const start: Position = { replid: '0', offset };
        let stepwise = normalise(follow(NO_LINEAGE, { replid: '0' }, false), start);
        for (const origin of origins) {
          if (stepwise.kind !== 'kept') break;
          stepwise = normalise(follow(NO_LINEAGE, origin, false), stepwise.position);
        }

        expect(normalise(whole, start).kind).toBe(stepwise.kind);
        if (stepwise.kind === 'kept') expect(normalise(whole, start)).toEqual(stepwise);
      }),
    );
  });

  it('does not depend on the order in which the steps are learned', () => {
    fc.assert(
      fc.property(
        fc.shuffledSubarray([1, 2, 3, 4], { minLength: 4 }),
        fc.bigInt({ min: 0n, max: 40n }),
        (order, offset) => {
          const origin = (i: number): Origin => ({
            replid: `${i}`,
            previous: { replid: `${i - 1}`, forkOffset: BigInt(i * 7) },
          });
          const inOrder = [1, 2, 3, 4].map(origin).reduce((all, each) => follow(all, each, false), NO_LINEAGE);
          const shuffled = follow(order.map(origin).reduce(learnOrigin, NO_LINEAGE), origin(4), false);

          expect(normalise(shuffled, { replid: '0', offset })).toEqual(normalise(inOrder, { replid: '0', offset }));
        },
      ),
    );
  });
});
