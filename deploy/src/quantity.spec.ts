import { describe, expect, it } from '@jest/globals';
import { mebibytes } from './quantity.ts';

describe(mebibytes.name, () => {
  it.each([
    ['256Mi', 1, 256],
    ['256Mi', 0.75, 192],
    ['2Gi', 0.75, 1536],
    ['1Mi', 0.75, 0],
  ])('takes of %s the share %d', (quantity, share, expected) => {
    expect(mebibytes(quantity, share)).toBe(expected);
  });

  it('refuses what is no memory', () => {
    expect(() => mebibytes('250m')).toThrow('Expected memory such as 256Mi or 1Gi, got `250m`');
  });
});
