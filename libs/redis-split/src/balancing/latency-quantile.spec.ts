import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { LatencyQuantile } from './latency-quantile.ts';

function of(latencies: readonly number[], quantile = 0.95): number | undefined {
  const estimate = new LatencyQuantile(quantile);
  for (const latencyMs of latencies) estimate.observe(latencyMs);
  return estimate.valueMs;
}

const repeated = (count: number, latencyMs: number): number[] => Array.from({ length: count }, () => latencyMs);

describe(LatencyQuantile.name, () => {
  it('says nothing before enough was measured', () => {
    expect(of(repeated(99, 1))).toBeUndefined();
    expect(of(repeated(128, 1))).toBeDefined();
  });

  it('knows what the slowest twentieth exceeds', () => {
    const latencies = Array.from({ length: 1280 }, (_, i) => (i % 20 === 0 ? 50 : 1));

    expect(of(latencies)).toBeCloseTo(1, 6);
    expect(of(latencies, 0.99)).toBeGreaterThanOrEqual(50);
  });

  it('follows when everything becomes slower, and faster again', () => {
    const slower = [...repeated(10_000, 1), ...repeated(5000, 20)];
    expect(of(slower)).toBeGreaterThanOrEqual(20);
    expect(of([...slower, ...repeated(30_000, 1)])).toBeCloseTo(1, 6);
  });

  it('is at most a fifth above the exact one, and never below it', () => {
    const latency = fc.double({ min: 0.02, max: 10_000, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(latency, { minLength: 128, maxLength: 128 }),
        fc.constantFrom(0.5, 0.9, 0.95, 0.99),
        (latencies, quantile) => {
          const sorted = latencies.toSorted((a, b) => a - b);
          const exact = sorted[Math.ceil(quantile * latencies.length) - 1] ?? NaN;
          const ratio = (of(latencies, quantile) ?? NaN) / exact;

          expect(ratio).toBeGreaterThanOrEqual(1 - 1e-9);
          expect(ratio).toBeLessThanOrEqual(1.19);
        },
      ),
    );
  });

  it('takes any latency, also none and an endless one', () => {
    expect(of(repeated(128, 0))).toBeLessThan(0.02);
    expect(of(repeated(128, Infinity))).toBeGreaterThan(10_000);
  });
});
