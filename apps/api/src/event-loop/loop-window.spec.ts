import { expect, it } from '@jest/globals';
import { together } from './loop-window.ts';

it('averages what is an average and keeps the longest pause', () => {
  expect(
    together([
      { utilisation: 1, medianLagMs: 8, maxLagMs: 10 },
      { utilisation: 0.5, medianLagMs: 0, maxLagMs: 90 },
    ]),
  ).toEqual({ utilisation: 0.75, medianLagMs: 4, maxLagMs: 90 });
});

it('is zero before there is any', () => {
  expect(together([])).toEqual({ utilisation: 0, medianLagMs: 0, maxLagMs: 0 });
});
