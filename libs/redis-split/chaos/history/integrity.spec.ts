import { describe, expect, it } from '@jest/globals';
import { integrityViolations } from './integrity.ts';
import { rulesBroken, story, type Story } from './story.ts';

const broken = (told: Story) => rulesBroken(integrityViolations, told);

describe('integrity', () => {
  it('lets a read show any writes that may have been executed', () => {
    expect(broken(story().write(1).write(2, { fate: 'ambiguous' }).read([1, 2]).read([]))).toEqual([]);
  });

  it.each([
    ['a value that nobody wrote', story().read([1])],
    ['one that was written to another key', story().write(1, { key: 'other' }).read([1])],
    ['one that was written later', story().read([1]).write(1)],
    ['one that was written twice', story().write(1).read([1, 1])],
    ['one that was said not to be written', story().write(1, { fate: 'refused' }).read([1])],
  ])('is broken by %s', (_, told) => {
    expect(broken(told)).toEqual(['integrity']);
  });
});
