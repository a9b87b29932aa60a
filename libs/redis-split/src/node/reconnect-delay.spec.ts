import { describe, expect, it } from '@jest/globals';
import { reconnectDelayMs } from './reconnect-delay.ts';

describe(reconnectDelayMs.name, () => {
  it.each([
    [1, 1, 50],
    [1, 0, 25],
    [3, 1, 200],
    [6, 1, 1000],
    [5000, 1, 1000],
    [5000, 0, 500],
  ])('waits for attempt %d with chance %d: %d ms', (attempt, random, expected) => {
    expect(reconnectDelayMs(attempt, random)).toBe(expected);
  });
});
