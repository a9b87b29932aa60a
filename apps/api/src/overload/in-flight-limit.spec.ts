import { describe, expect, it } from '@jest/globals';
import { nextInFlightLimit } from './in-flight-limit.ts';

const bounds = { min: 16, max: 500, maxLagMs: 100 };

describe(nextInFlightLimit.name, () => {
  it.each([
    ['falls while the loop lags', 500, 101, 400],
    ['never falls below the least', 17, 9999, 16],
    ['rises slowly when it does not lag', 100, 100, 110],
    ['never rises above the most', 495, 0, 500],
  ])('%s', (_name, limit, lagMs, expected) => {
    expect(nextInFlightLimit(limit, lagMs, bounds)).toBe(expected);
  });

  it.each([20, 60, 150, 400])('settles near what the process can carry: %i, without waves', (capacity) => {
    let limit = bounds.max;
    const seen: number[] = [];
    for (let window = 0; window < 200; window++) {
      // More than enough load; the process lags as soon as more than its capacity is in flight.
      limit = nextInFlightLimit(limit, limit > capacity ? 200 : 10, bounds);
      if (window > 100) seen.push(limit);
    }
    expect(Math.min(...seen)).toBeGreaterThanOrEqual(Math.floor(capacity * 0.8));
    expect(Math.max(...seen)).toBeLessThanOrEqual(capacity + 10);
  });
});
