import { createHmac, timingSafeEqual } from 'node:crypto';
import { RedisSplitError } from '../errors.ts';
import { parseToken, type Token } from './token.ts';

/** What both ends of a signature must agree on. */
export interface Signing {
  /**
   * The first one signs, all verify: to change the secret put the new one first, and drop the old one when what it signed has
   * expired. At least 32 characters each, from a random source.
   */
  readonly secrets: readonly string[];
  /** Whom the token is for, such as the name of the client: it is of no use to another one with the same secret. */
  readonly audience: string;
}

const VERSION = 's1';
const SIGNED = /^s1\.([\w-]{43})\.(0|[1-9]\d{0,15})\.(v1\.[0-9a-f.]{1,300})$/;
/** As long as what HMAC-SHA-256 makes of it; shorter ones can be guessed. */
const LEAST_SECRET_LENGTH = 32;

/**
 * A token that may leave the process, as a header, a cookie or a part of a URL: `s1.<signature>.<expiry>.<token>`. It is signed
 * and not encrypted. Without a signature anybody could send everybody's reads to the primary.
 *
 * @param expiresAtMs milliseconds since 1970, as `Date.now()` counts them
 * @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION`, `REDIS_SPLIT_TOKEN_INVALID`
 */
export function signToken(
  token: string,
  { expiresAtMs, ...signing }: Signing & { readonly expiresAtMs: number },
): string {
  parseToken(token);
  if (!Number.isSafeInteger(expiresAtMs) || expiresAtMs < 0) {
    throw badOption(`Expected expiresAtMs in whole milliseconds since 1970, got ${expiresAtMs}`);
  }
  const [secret = ''] = checked(signing).secrets;
  return [VERSION, signatureOf(token, `${expiresAtMs}`, signing.audience, secret), expiresAtMs, token].join('.');
}

/**
 * The token inside, if it was signed for this audience with one of the secrets and has not expired.
 *
 * @param nowMs milliseconds since 1970
 * @throws RedisSplitError `REDIS_SPLIT_TOKEN_INVALID`, `REDIS_SPLIT_INVALID_OPTION`
 */
export function verifyToken(signed: string, { nowMs, ...signing }: Signing & { readonly nowMs: number }): Token {
  const { secrets, audience } = checked(signing);
  const [, signature = '', expiry = '', token = ''] = SIGNED.exec(signed) ?? [];
  if (!token) throw invalid('Expected a signed token, s1.<signature>.<expiry>.<token>, got something else');
  if (!secrets.some((secret) => isEqual(signature, signatureOf(token, expiry, audience, secret)))) {
    throw invalid(
      'The signature of the token does not fit: it was changed, or signed for somebody else or with an old secret',
    );
  }
  if (nowMs >= Number(expiry)) throw invalid(`The token expired ${nowMs - Number(expiry)} ms ago`);
  return token as Token;
}

/** The audience may contain anything, so it comes last: no two different inputs are one text. */
const signatureOf = (token: string, expiry: string, audience: string, secret: string): string =>
  createHmac('sha256', secret).update([VERSION, expiry, token, audience].join('\n')).digest('base64url');

/** Compared as text: two texts may be the same bytes in base64, and then one of them was not signed by us. */
const isEqual = (given: string, expected: string): boolean =>
  timingSafeEqual(Buffer.from(given), Buffer.from(expected));

function checked(signing: Signing): Signing {
  const { secrets, audience } = signing;
  if (secrets.length === 0) throw badOption('Expected at least one secret to sign tokens with, got none');
  const short = secrets.findIndex((secret) => secret.length < LEAST_SECRET_LENGTH);
  if (short >= 0) {
    throw badOption(
      `Expected secrets of at least ${LEAST_SECRET_LENGTH} characters, and number ${short + 1} is shorter`,
    );
  }
  if (!audience) throw badOption('Expected an audience that signed tokens are for, got none');
  return signing;
}

const invalid = (message: string) => new RedisSplitError('REDIS_SPLIT_TOKEN_INVALID', message);
const badOption = (message: string) => new RedisSplitError('REDIS_SPLIT_INVALID_OPTION', message);
