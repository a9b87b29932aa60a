const FIRST_MS = 50;
const LONGEST_MS = 1000;

/**
 * How long to wait before the next attempt to connect, in milliseconds: doubling, never above a second so that a node that
 * is back is noticed fast, and jittered so that many clients do not come back at once.
 *
 * @param attempt counts from 1
 * @param random between 0 and 1
 */
export function reconnectDelayMs(attempt: number, random: number): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** (attempt - 1));
  return Math.round(most * (0.5 + random / 2));
}
