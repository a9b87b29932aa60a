import { describe, expect, it } from '@jest/globals';
import { standing } from './standing.ts';

const primary = { role: 'primary', linkUp: true, hasData: true, replicas: 0 } as const;
const replica = { role: 'replica', linkUp: true, hasData: true, replicas: 0 } as const;

describe(standing.name, () => {
  it.each([
    ['a primary is fit', 'primary', primary, 'fit'],
    ['a replica in sync is fit', 'replica', replica, 'fit'],
    ['a cut-off replica with data is stale', 'replica', { ...replica, linkUp: false }, 'stale'],
    ['a cut-off replica without data is unfit', 'replica', { ...replica, linkUp: false, hasData: false }, 'unfit'],
    ['a replica that is taken for the primary is unfit', 'primary', replica, 'unfit'],
    ['a primary that is taken for a replica is unfit', 'replica', primary, 'unfit'],
    ['who said nothing is unfit', 'replica', undefined, 'unfit'],
  ] as const)('%s', (_name, takenFor, info, expected) => {
    expect(standing(takenFor, info)).toBe(expected);
  });
});
