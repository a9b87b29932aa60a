import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { merge, MOST_POSITIONS, satisfies, type Position } from './position.ts';

// As many histories as are kept: beyond that the oldest ones are dropped, which depends on the order.
const HISTORIES = ['A', 'B', 'C', 'D'].slice(0, MOST_POSITIONS);
const position: fc.Arbitrary<Position> = fc.record({
  replid: fc.constantFrom(...HISTORIES),
  offset: fc.oneof(fc.bigInt({ min: 0n, max: 5n }), fc.bigInt({ min: 0n, max: 2n ** 63n - 1n })),
});
const positions = fc.array(position, { maxLength: 20 });

const unordered = (all: readonly Position[]) => new Map(all.map(({ replid, offset }) => [replid, offset]));

describe(merge.name, () => {
  it('changes nothing the second time', () => {
    fc.assert(
      fc.property(positions, (all) => {
        expect(merge(...merge(...all))).toEqual(merge(...all));
        expect(unordered(merge(...all, ...merge(...all)))).toEqual(unordered(merge(...all)));
      }),
    );
  });

  it('does not depend on the order, or on what was merged first', () => {
    fc.assert(
      fc.property(positions, positions, (some, others) => {
        const together = unordered(merge(...some, ...others));

        expect(unordered(merge(...others, ...some))).toEqual(together);
        expect(unordered(merge(...merge(...others), ...merge(...some)))).toEqual(together);
      }),
    );
  });

  it('needs all that each needed, and nothing that none did', () => {
    fc.assert(
      fc.property(positions, (all) => {
        const merged = merge(...all);

        for (const each of all) expect(merged.some((kept) => satisfies(kept, each))).toBe(true);
        for (const kept of merged) expect(all).toContainEqual(kept);
      }),
    );
  });

  it('never keeps more than a token carries, and then the newest', () => {
    const many = fc.uniqueArray(fc.string({ minLength: 1 }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(many, (replids) => {
        const all = replids.map((replid) => ({ replid, offset: 1n }));
        expect(merge(...all)).toEqual(all.slice(-MOST_POSITIONS));
      }),
    );
  });
});

describe(satisfies.name, () => {
  it('holds within one history by the offset, and never between two', () => {
    fc.assert(
      fc.property(position, position, (reached, needed) => {
        expect(satisfies(reached, needed)).toBe(reached.replid === needed.replid && !(reached.offset < needed.offset));
        expect(satisfies(reached, reached)).toBe(true);
      }),
    );
  });
});
