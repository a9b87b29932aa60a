import { describe, expect, it } from '@jest/globals';
import { offeredAt } from './offered-at.ts';
import { seed } from './profiles/seed.ts';
import { step } from './profiles/step.ts';

const profile = {
  ...step,
  start: 10,
  stages: [
    { target: 10, durationS: 20 },
    { target: 100, durationS: 0 },
    { target: 100, durationS: 10 },
    { target: 50, durationS: 5 },
  ],
};

describe(offeredAt.name, () => {
  it.each([
    [-1, 0],
    [0, 10],
    [19.9, 10],
    [20, 100],
    [29.9, 100],
    [30, 100],
    [32.5, 75],
    [35, 0],
  ])('plans at %d s %d requests/s', (t, rate) => expect(offeredAt(profile, t)).toBeCloseTo(rate));

  it('counts each user of a closed profile as one request per pause', () => {
    expect(offeredAt(seed, 60)).toBe(100);
    expect(offeredAt({ ...seed, pauseS: 2 }, 60)).toBe(50);
  });
});
