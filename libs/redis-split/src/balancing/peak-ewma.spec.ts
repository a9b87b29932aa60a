import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PeakEwma } from './peak-ewma.ts';

const measured = (...latencies: readonly (readonly [latencyMs: number, nowMs: number])[]): PeakEwma => {
  const ewma = new PeakEwma();
  for (const [latencyMs, nowMs] of latencies) ewma.observe(latencyMs, nowMs);
  return ewma;
};

describe(PeakEwma.name, () => {
  it.each([
    ['a first measurement counts in full', [[4, 0]], 0, 4],
    [
      'a peak counts at once',
      [
        [1, 0],
        [80, 1],
      ],
      1,
      80,
    ],
    [
      'a fast answer pulls down by the time since the last',
      [
        [100, 0],
        [0, 10_000],
      ],
      10_000,
      100 / Math.E,
    ],
    [
      'a fast answer right after a peak counts a little',
      [
        [100, 0],
        [0, 0],
      ],
      0,
      95,
    ],
    ['it decays by time alone', [[100, 0]], 20_000, 100 / Math.E ** 2],
    ['a clock that steps back changes nothing', [[100, 50]], 0, 100],
  ] as const)('%s', (_name, latencies, nowMs, expected) => {
    expect(measured(...latencies).valueMs(nowMs)).toBeCloseTo(expected, 6);
  });

  it('is trusted again after many fast answers, and not after a few', () => {
    const fast = (count: number) => Array.from({ length: count }, (_, i) => [1, i] as const);

    expect(measured([100, 0], ...fast(10)).valueMs(10)).toBeGreaterThan(50);
    expect(measured([100, 0], ...fast(100)).valueMs(100)).toBeLessThan(2);
  });

  it('reads without being changed by it', () => {
    const [asked, left] = [measured([100, 0]), measured([100, 0])];
    for (let ms = 0; ms < 5000; ms += 7) asked.valueMs(ms);
    for (const ewma of [asked, left]) ewma.observe(1, 5000);

    expect(asked.valueMs(5000)).toBe(left.valueMs(5000));
  });

  it('takes the first measurement instead of a guess, be it more or less', () => {
    for (const latencyMs of [1, 100]) {
      const ewma = new PeakEwma();
      ewma.guess(10, 0);
      expect([ewma.isMeasured, ewma.valueMs(0)]).toEqual([false, 10]);

      ewma.observe(latencyMs, 1);
      expect([ewma.isMeasured, ewma.valueMs(1)]).toEqual([true, latencyMs]);
    }
  });

  const latency = fc.double({ min: 0, max: 1e6, noNaN: true });
  const pause = fc.double({ min: 0, max: 60_000, noNaN: true });

  it('lies between the least and the most that was measured, and never below the last', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(latency, pause), { minLength: 1 }), (steps) => {
        const ewma = new PeakEwma();
        let nowMs = 0;
        for (const [latencyMs, pauseMs] of steps) ewma.observe(latencyMs, (nowMs += pauseMs));
        const latencies = steps.map(([latencyMs]) => latencyMs);
        const rounding = 1e-9 * Math.max(...latencies);

        expect(ewma.valueMs(nowMs)).toBeGreaterThanOrEqual((latencies.at(-1) ?? 0) - rounding);
        expect(ewma.valueMs(nowMs)).toBeLessThanOrEqual(Math.max(...latencies));
      }),
    );
  });

  it('never grows while nothing is measured', () => {
    fc.assert(
      fc.property(latency, pause, pause, (latencyMs, first, second) => {
        const ewma = measured([latencyMs, 0]);

        expect(ewma.valueMs(first + second)).toBeLessThanOrEqual(ewma.valueMs(first));
        expect(ewma.valueMs(first)).toBeLessThanOrEqual(latencyMs);
      }),
    );
  });
});
