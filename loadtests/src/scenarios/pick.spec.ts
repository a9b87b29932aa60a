import { describe, expect, it } from '@jest/globals';
import { pick } from './pick.ts';

describe(pick.name, () => {
  it('gives each kind its parts, over and over', () => {
    const mix = { read: 3, list: 0, write: 1 };
    expect([0, 1, 2, 3, 4, 7, 400].map((n) => pick(mix, n))).toEqual([
      ...['read', 'read', 'read', 'write'],
      ...['read', 'write', 'read'],
    ]);
  });

  it('refuses an empty mix', () => {
    expect(() => pick({ read: 0 }, 1)).toThrow('at least one part');
  });
});
