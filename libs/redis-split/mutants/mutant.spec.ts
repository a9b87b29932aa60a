import { describe, expect, it } from '@jest/globals';
import { applied } from './mutant.ts';

const edit = { file: 'a.ts', find: 'b', replace: '$&' };

describe(applied.name, () => {
  it('replaces the place, by exactly that text', () => {
    expect(applied('abc', edit)).toBe('a$&c');
  });

  it.each([
    ['ac', 0],
    ['abcb', 2],
  ])('refuses %s', (text, times) => {
    expect(() => applied(text, edit)).toThrow(`found it ${times} times`);
  });
});
