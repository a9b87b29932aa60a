import { describe, expect, it } from '@jest/globals';
import { ejectionMs } from './ejection.ts';

describe(ejectionMs.name, () => {
  it.each([
    [1, 1, 100],
    [1, 0, 50],
    [2, 1, 200],
    [7, 1, 6400],
    [8, 1, 10_000],
    [5000, 1, 10_000],
    [5000, 0, 5000],
  ])('after %d failures in a row, with chance %d: %d ms', (failures, random, expected) => {
    expect(ejectionMs(failures, random)).toBe(expected);
  });
});
