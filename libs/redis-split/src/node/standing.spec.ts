import { describe, expect, it } from '@jest/globals';
import { standing } from './standing.ts';

const primary = { role: 'primary', linkUp: true, hasData: true } as const;
const replica = { role: 'replica', linkUp: true, hasData: true } as const;

describe(standing.name, () => {
  it.each([
    ['a primary is fit', 'primary', primary, 'fit'],
    ['a replica in sync is fit', 'replica', replica, 'fit'],
    ['a cut-off replica with data is stale', 'replica', { ...replica, linkUp: false }, 'stale'],
    ['a cut-off replica without data is unfit', 'replica', { ...replica, linkUp: false, hasData: false }, 'unfit'],
    ['a replica listed as the primary is unfit', 'primary', replica, 'unfit'],
    ['a primary listed as a replica is unfit', 'replica', primary, 'unfit'],
    ['who said nothing is unfit', 'replica', undefined, 'unfit'],
  ] as const)('%s', (_name, listedAs, info, expected) => {
    expect(standing(listedAs, info)).toBe(expected);
  });
});
