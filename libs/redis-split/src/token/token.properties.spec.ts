import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { RedisSplitError } from '../errors.ts';
import { MOST_POSITIONS, type Position } from './position.ts';
import { formatToken, parseToken } from './token.ts';

const replid = fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: 40, maxLength: 40 });
const position = fc.record({ replid, offset: fc.bigInt({ min: 0n, max: 2n ** 63n - 1n }) });
const positions = fc
  .array(position, { minLength: 1, maxLength: MOST_POSITIONS })
  .map((all) => all as [Position, ...Position[]]);

/** What it says when parsed and written again; `undefined` when it is no token. */
function parsedAndWritten(text: string): string | undefined {
  try {
    return formatToken(parseToken(text) as [Position, ...Position[]]);
  } catch (error) {
    if (error instanceof RedisSplitError && error.code === 'REDIS_SPLIT_TOKEN_INVALID') return undefined;
    throw error;
  }
}

describe(parseToken.name, () => {
  it('gives back what was written', () => {
    fc.assert(fc.property(positions, (all) => expect(parseToken(formatToken(all))).toEqual(all)));
  });

  it('takes nothing that it would spell otherwise, so two different texts are never one token', () => {
    const changed = fc
      .tuple(
        positions.map(formatToken),
        fc.nat(),
        fc.nat(2),
        fc.oneof(fc.string(), fc.constantFrom('.', '0', 'f', '\n')),
      )
      .map(([text, at, removed, added]) => {
        const start = at % (text.length + 1);
        return text.slice(0, start) + added + text.slice(start + removed);
      });
    fc.assert(
      fc.property(fc.oneof(changed, fc.string(), fc.string({ unit: 'binary' })), (text) => {
        expect([text, undefined]).toContain(parsedAndWritten(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('takes each number of 64 bits in one spelling', () => {
    const digits = fc.oneof(
      fc.string({ unit: fc.constantFrom(...'0123456789'), minLength: 1, maxLength: 21 }),
      fc.bigInt({ min: 2n ** 63n - 9n, max: 2n ** 63n + 9n }).map(String),
    );
    fc.assert(
      fc.property(replid, digits, (id, text) => {
        const token = `v1.${id}.${text}`;
        const canonical = String(BigInt(text)) === text && BigInt(text) < 2n ** 63n;

        expect(parsedAndWritten(token)).toBe(canonical ? token : undefined);
      }),
      { numRuns: 500 },
    );
  });

  it('rejects anything before and after a token', () => {
    const junk = fc.string({ minLength: 1 }).filter((text) => !/^\d/.test(text));
    fc.assert(
      fc.property(positions.map(formatToken), junk, (token, more) => {
        expect(parsedAndWritten(more + token)).toBeUndefined();
        expect(parsedAndWritten(token + more)).toBeUndefined();
      }),
    );
  });
});
