import { describe, expect, it } from '@jest/globals';
import { formatToken, parseToken } from './token.ts';

const ID = 'a'.repeat(40);
const OTHER = '0123456789'.repeat(4);

describe(parseToken.name, () => {
  it.each([
    [`v1.${ID}.0`, [{ replid: ID, offset: 0n }]],
    // Larger than what a number can hold exactly.
    [`v1.${ID}.9223372036854775807`, [{ replid: ID, offset: 2n ** 63n - 1n }]],
    [
      `v1.${ID}.5.${OTHER}.6`,
      [
        { replid: ID, offset: 5n },
        { replid: OTHER, offset: 6n },
      ],
    ],
  ])('reads %s, and it can be written again', (text, positions) => {
    const [first, ...rest] = parseToken(text);

    expect([first, ...rest]).toEqual(positions);
    if (first) expect(formatToken([first, ...rest])).toBe(text);
  });

  it.each([
    ['nothing', ''],
    ['another version', `v2.${ID}.1`],
    ['a short id', 'v1.abc.1'],
    ['capital letters', `v1.${ID.toUpperCase()}.1`],
    ['a negative offset', `v1.${ID}.-1`],
    ['a second spelling of the same offset', `v1.${ID}.01`],
    ['more than 64 bits', `v1.${ID}.9223372036854775808`],
    ['a line end', `v1.${ID}.1\n`],
    ['five histories', `v1${`.${ID}.1`.repeat(5)}`],
  ])('rejects %s', (_name, text) => {
    expect(() => parseToken(text)).toThrow(expect.objectContaining({ code: 'REDIS_SPLIT_TOKEN_INVALID' }));
  });

  it('repeats no more than the beginning of what it rejects', () => {
    expect(() => parseToken('x'.repeat(10_000))).toThrow(/^.{1,250}$/);
  });
});
