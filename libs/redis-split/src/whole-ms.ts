import { z } from 'zod';

/** Whole milliseconds, no more than a timer of Node can wait. */
export function wholeMs(least: number) {
  const expected = `Expected whole milliseconds, at least ${least}`;
  return z
    .int(expected)
    .min(least, expected)
    .max(2 ** 31 - 1);
}
