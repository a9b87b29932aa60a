import { describe, expect, it } from '@jest/globals';
import { smallest } from './smallest.ts';

const numbers = (length: number): number[] => Array.from({ length }, (_, i) => i);

describe(smallest.name, () => {
  it.each([[[3]], [[0, 99]], [[17, 18, 64]], [[]]])('finds what is needed: %j', async (needed) => {
    expect(await smallest(numbers(100), (part) => needed.every((each) => part.includes(each)))).toEqual(needed);
  });

  it('finds one of several ways to fail, of which nothing can be left out', async () => {
    const fails = (part: readonly number[]) => part.filter((each) => each % 7 === 0).length >= 2;

    const found = await smallest(numbers(50), (part) => Promise.resolve(fails(part)));
    expect(found).toHaveLength(2);
    expect(fails(found)).toBe(true);
  });

  it('asks far less often than there are parts', async () => {
    let asked = 0;
    await smallest(numbers(10_000), (part) => {
      asked++;
      return part.includes(1234) && part.includes(8765);
    });

    expect(asked).toBeLessThan(200);
  });
});
