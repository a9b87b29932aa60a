import { describe, expect, it } from '@jest/globals';
import { merge, satisfies } from './position.ts';

const at = (replid: string, offset: number) => ({ replid, offset: BigInt(offset) });

describe(satisfies.name, () => {
  it.each([
    ['the same place', at('A', 85), true],
    ['a place further on, by a ping of the primary', at('A', 99), true],
    ['a place before', at('A', 84), false],
    // Measured: after a failover a replica reached 211, and the write at 85 was gone.
    ['a larger offset of another history', at('B', 211), false],
  ])('%s', (_name, reached, expected) => {
    expect(satisfies(reached, at('A', 85))).toBe(expected);
  });
});

describe(merge.name, () => {
  it('keeps the furthest of each history', () => {
    expect(merge(at('A', 1), at('B', 9), at('A', 3), at('B', 2))).toEqual([at('A', 3), at('B', 9)]);
  });

  it('keeps the four newest histories', () => {
    const all = ['A', 'B', 'C', 'D', 'E'].map((replid) => at(replid, 1));

    expect(merge(...all)).toEqual(all.slice(1));
  });

  it('does not depend on order or repetition within a history', () => {
    for (let seed = 1; seed <= 200; seed++) {
      const offsets = Array.from({ length: 6 }, (_, i) => (seed * 7919 * (i + 1)) % 101);
      const positions = offsets.map((offset) => at('A', offset));

      expect(merge(...merge(...positions.toReversed()), ...positions)).toEqual([at('A', Math.max(...offsets))]);
    }
  });
});
