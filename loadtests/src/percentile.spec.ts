import { expect, it } from '@jest/globals';
import { percentile } from './percentile.ts';

it.each([
  [[], 95, null],
  [[7], 50, 7],
  [[4, 1, 3, 2], 50, 2],
  [[4, 1, 3, 2], 51, 3],
  [Array.from({ length: 100 }, (_, index) => 100 - index), 95, 95],
  [Array.from({ length: 100 }, (_, index) => 100 - index), 99, 99],
])('takes the nearest rank', (values, p, expected) => expect(percentile(values, p)).toBe(expected));
