const FIRST_MS = 100;
const LONGEST_MS = 10_000;

/**
 * How long a node gets no reads after so many failures in a row, in milliseconds: doubling, never above ten seconds, and
 * jittered so that many clients do not come back at once.
 *
 * @param failures at least 1
 * @param random between 0 and 1
 */
export function ejectionMs(failures: number, random: number): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** (failures - 1));
  return most * (0.5 + random / 2);
}
