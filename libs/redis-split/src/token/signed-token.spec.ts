import { createHmac } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { signToken, verifyToken, type Signing } from './signed-token.ts';

const TOKEN = `v1.${'a'.repeat(40)}.85`;
const OLD = 'old-secret-of-more-than-32-characters';
const NEW = 'new-secret-of-more-than-32-characters';
const signing: Signing = { secrets: [NEW], audience: 'orders' };
const signed = signToken(TOKEN, { ...signing, expiresAtMs: 2000 });

const failsWith = (code: string, message = '') =>
  expect.objectContaining({ code, message: expect.stringContaining(message) });

describe(signToken.name, () => {
  it('is an HMAC-SHA-256 over version, expiry, token and audience', () => {
    const signature = createHmac('sha256', NEW).update(`s1\n2000\n${TOKEN}\norders`).digest('base64url');

    expect(signed).toBe(`s1.${signature}.2000.${TOKEN}`);
  });

  it.each<[string, string, object, string]>([
    ['what is no token', 'x', {}, 'REDIS_SPLIT_TOKEN_INVALID'],
    ['no secret', TOKEN, { secrets: [] }, 'REDIS_SPLIT_INVALID_OPTION'],
    ['a short secret', TOKEN, { secrets: [NEW, 'too short'] }, 'REDIS_SPLIT_INVALID_OPTION'],
    ['no audience', TOKEN, { audience: '' }, 'REDIS_SPLIT_INVALID_OPTION'],
    ['an expiry that is no time', TOKEN, { expiresAtMs: NaN }, 'REDIS_SPLIT_INVALID_OPTION'],
    ['half a millisecond', TOKEN, { expiresAtMs: 1.5 }, 'REDIS_SPLIT_INVALID_OPTION'],
  ])('rejects %s', (_name, token, options, code) => {
    expect(() => signToken(token, { ...signing, expiresAtMs: 2000, ...options })).toThrow(failsWith(code));
  });
});

describe(verifyToken.name, () => {
  it('gives the token until it expires', () => {
    expect(verifyToken(signed, { ...signing, nowMs: 1999 })).toBe(TOKEN);
    expect(() => verifyToken(signed, { ...signing, nowMs: 2000 })).toThrow(
      failsWith('REDIS_SPLIT_TOKEN_INVALID', 'expired'),
    );
  });

  it('accepts what an earlier secret signed as long as that is listed, and signs with the first', () => {
    const early = signToken(TOKEN, { secrets: [OLD], audience: 'orders', expiresAtMs: 2000 });
    expect(verifyToken(early, { ...signing, secrets: [NEW, OLD], nowMs: 0 })).toBe(TOKEN);
    expect(signToken(TOKEN, { ...signing, secrets: [NEW, OLD], expiresAtMs: 2000 })).toBe(signed);

    expect(() => verifyToken(early, { ...signing, nowMs: 0 })).toThrow(failsWith('REDIS_SPLIT_TOKEN_INVALID'));
  });

  it.each([
    ['nothing', ''],
    ['a token that is not signed', TOKEN],
    ['something endless', `${signed}${'0'.repeat(1_000_000)}`],
    ['a second spelling of the expiry', signed.replace('.2000.', '.02000.')],
    ['a later expiry', signed.replace('.2000.', '.9000.')],
    ['a line end', `${signed}\n`],
  ])('refuses %s', (_name, text) => {
    expect(() => verifyToken(text, { ...signing, nowMs: 0 })).toThrow(failsWith('REDIS_SPLIT_TOKEN_INVALID'));
  });

  const text = fc.string({ unit: 'binary', minLength: 1 });
  const secret = fc.string({ unit: 'binary', minLength: 32 });
  const offset = fc.bigInt({ min: 0n, max: 2n ** 63n - 1n });
  const token = offset.map((each) => `v1.${'0123456789abcdef'.repeat(3).slice(0, 40)}.${each}`);
  const expiry = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });
  const good = fc.record({ token, audience: text, secret, expiresAtMs: expiry });

  it('gives back what was signed, in letters that need no escape in a URL, a header or a cookie', () => {
    fc.assert(
      fc.property(good, ({ token, audience, secret, expiresAtMs }) => {
        const safe = signToken(token, { secrets: [secret], audience, expiresAtMs });

        expect(safe).toMatch(/^[\w.-]+$/);
        expect(verifyToken(safe, { secrets: [secret], audience, nowMs: expiresAtMs - 1 })).toBe(token);
      }),
    );
  });

  it('refuses it with any bit flipped', () => {
    for (let bit = 0; bit < signed.length * 8; bit++) {
      const bytes = Buffer.from(signed, 'latin1');
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));

      expect(() => verifyToken(bytes.toString('latin1'), { ...signing, nowMs: 0 })).toThrow(
        failsWith('REDIS_SPLIT_TOKEN_INVALID'),
      );
    }
  });

  it('refuses another spelling of the same signature: base64 has some', () => {
    const end = signed.indexOf('.2000.');
    const accepted = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'].filter((letter) => {
      try {
        return verifyToken(signed.slice(0, end - 1) + letter + signed.slice(end), { ...signing, nowMs: 0 });
      } catch {
        return false;
      }
    });

    expect(accepted).toEqual([signed.at(end - 1)]);
  });

  it('refuses it for another audience or secret, and never says what the secret is', () => {
    fc.assert(
      fc.property(good, text, secret, (of, audience, otherSecret) => {
        const safe = signToken(of.token, { ...of, secrets: [of.secret] });
        const others: Signing[] = [
          { secrets: [of.secret], audience },
          { secrets: [otherSecret], audience: of.audience },
        ];
        for (const other of others) {
          if (other.audience === of.audience && other.secrets[0] === of.secret) continue;
          let message = '';
          try {
            verifyToken(safe, { ...other, nowMs: 0 });
          } catch (error) {
            ({ message } = error as Error);
          }
          expect(message).toContain('signature');
          expect(message).not.toContain(other.secrets[0]);
        }
      }),
    );
  });
});
