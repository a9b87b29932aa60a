import { describe, expect, it } from '@jest/globals';
import { proofOf } from './proof.ts';

describe(proofOf.name, () => {
  it('is nothing of nothing', () => {
    expect(proofOf([])).toBeUndefined();
  });

  it.each([
    [[{ outcome: 'replica', stalenessMs: 3 }], { servedBy: 'replica', outcome: 'replica', stalenessMs: 3 }],
    [[{ outcome: 'fallback', stalenessMs: 1 }], { servedBy: 'primary', outcome: 'fallback', stalenessMs: 1 }],
    [[{ outcome: 'stale' }], { servedBy: 'replica', outcome: 'stale', stalenessMs: Infinity }],
    [
      [
        { outcome: 'replica', stalenessMs: 3 },
        { outcome: 'fallback', stalenessMs: 9 },
      ],
      { servedBy: 'replica', outcome: 'fallback', stalenessMs: 9 },
    ],
    [
      [
        { outcome: 'unknown', stalenessMs: 3 },
        { outcome: 'primary', stalenessMs: 1 },
      ],
      { servedBy: 'primary', outcome: 'unknown', stalenessMs: 3 },
    ],
  ] as const)('of %j', (answers, proof) => {
    expect(proofOf(answers)).toEqual(proof);
  });
});
