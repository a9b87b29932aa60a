import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { HedgeBudget } from './hedge-budget.ts';

describe(HedgeBudget.name, () => {
  it('allows one of fifty by default, none in advance', () => {
    const budget = new HedgeBudget();
    const allowed = Array.from({ length: 200 }, () => {
      budget.earn();
      return budget.spend();
    });

    expect(allowed.flatMap((each, i) => (each ? [i + 1] : []))).toEqual([50, 100, 150, 200]);
  });

  it('saves up at most ten', () => {
    const budget = new HedgeBudget(0.05);
    for (let i = 0; i < 10_000; i++) budget.earn();

    expect(Array.from({ length: 100 }, () => budget.spend()).filter(Boolean)).toHaveLength(10);
  });

  it.each([0, -1, 0.051, 1, NaN, Infinity])('rejects a ratio of %d', (ratio) => {
    expect(() => new HedgeBudget(ratio)).toThrow(expect.objectContaining({ code: 'REDIS_SPLIT_INVALID_OPTION' }));
  });

  it('is never exceeded, neither in all nor in any stretch beyond what was saved', () => {
    const ratio = fc.double({ min: 0.001, max: 0.05, noNaN: true });
    fc.assert(
      fc.property(ratio, fc.array(fc.tuple(fc.nat(400), fc.nat(30)), { maxLength: 50 }), (each, stretches) => {
        const budget = new HedgeBudget(each);
        let [reads, hedges] = [0, 0];
        for (const [sent, late] of stretches) {
          for (let i = 0; i < sent; i++) budget.earn();
          const allowed = Array.from({ length: late }, () => budget.spend()).filter(Boolean).length;
          reads += sent;
          hedges += allowed;

          // Rounded: 0.049999999999999996 * 160 is not quite 8.
          expect(hedges).toBeLessThanOrEqual(each * reads * (1 + 1e-12));
          expect(allowed).toBeLessThanOrEqual(10);
        }
      }),
    );
  });
});
