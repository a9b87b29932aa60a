import { RedisSplitError } from '../errors.ts';
import { MOST_POSITIONS, type Position } from './position.ts';

/**
 * `v1.<replid>.<offset>`: everything that was written or seen up to there. It may carry further pairs, while the histories
 * they belong to could not be connected yet. Pass it on as it is; only a client can compare two.
 */
export type Token = `v1.${string}`;

const PAIR = String.raw`\.([0-9a-f]{40})\.(0|[1-9]\d{0,18})`;
const TOKEN = new RegExp(`^v1(?:${PAIR}){1,${MOST_POSITIONS}}$`);
/** Offsets are signed 64-bit numbers to the server. */
const LARGEST_OFFSET = 2n ** 63n - 1n;

export function formatToken(positions: readonly [Position, ...Position[]]): Token {
  return `v1.${positions.map(({ replid, offset }) => `${replid}.${offset}`).join('.')}`;
}

/** @throws RedisSplitError `REDIS_SPLIT_TOKEN_INVALID` */
export function parseToken(text: string): readonly Position[] {
  if (!TOKEN.test(text)) throw invalid(text);
  return [...text.matchAll(new RegExp(PAIR, 'g'))].map(([, replid = '', digits = '']) => {
    const offset = BigInt(digits);
    if (offset > LARGEST_OFFSET) throw invalid(text);
    return { replid, offset };
  });
}

function invalid(text: unknown): RedisSplitError {
  // It may come from outside and be of any length.
  const got = String(text).slice(0, 80);
  return new RedisSplitError(
    'REDIS_SPLIT_TOKEN_INVALID',
    `Expected a token such as v1.<replication id>.<offset>, as \`session.token()\` gives it, got \`${got}\``,
  );
}
