import { describe, expect, it } from '@jest/globals';
import { names, parseTags, tagOf, type Tags } from './entity-tag.ts';

describe(parseTags.name, () => {
  it.each([
    ['*', '*', '*'],
    ['"a"', ['a'], ['a']],
    ['"a","b" ,  "c"', ['a', 'b', 'c'], ['a', 'b', 'c']],
    ['W/"a", "b"', ['b'], ['a', 'b']],
    ['"a, b"', undefined, undefined],
    ['"a,b"', ['a,b'], ['a,b']],
    ['""', [''], ['']],
    ['a', undefined, undefined],
    ['"a" "b"', undefined, undefined],
    ['', undefined, undefined],
    ['"a", *', undefined, undefined],
  ])('%s', (header, strong, weak) => {
    expect(parseTags(header, 'strong')).toEqual(strong);
    expect(parseTags(header, 'weak')).toEqual(weak);
  });

  it('takes a list of thousands in no time that depends on more than its length', () => {
    const tags = Array.from({ length: 4000 }, (_, i) => `${i}`);
    expect(parseTags(tags.map((tag) => `"${tag}"`).join(', '), 'weak')).toEqual(tags);
  });
});

describe(names.name, () => {
  it.each([
    ['*', 'a', true],
    ['*', undefined, false],
    [['a', 'b'], 'b', true],
    [['a'], 'b', false],
    [['a'], undefined, false],
  ])('%j of %s', (tags, tag, expected) => {
    expect(names(tags as Tags, tag)).toBe(expected);
  });
});

describe(tagOf.name, () => {
  it('is what `sha1hex` of Redis gives for the same bytes', () => {
    expect(tagOf('abc')).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  });
});
