/**
 * A part of a list that still fails, and of which no single element can be left out: delta debugging (Zeller, Hildebrandt 2002).
 *
 * @param fails whether a part, in the order of the whole, shows the failure; the whole list does
 */
export async function smallest<T>(
  items: readonly T[],
  fails: (part: readonly T[]) => boolean | Promise<boolean>,
): Promise<readonly T[]> {
  let left = items;
  let pieces = 2;
  while (left.length > 0) {
    const size = Math.ceil(left.length / pieces);
    const without = await firstThatFails(left, size, fails);
    if (without) {
      left = without;
      pieces = Math.max(pieces - 1, 2);
    } else if (size === 1) {
      return left;
    } else {
      pieces = Math.min(pieces * 2, left.length);
    }
  }
  return left;
}

/** The list without one piece of that size. */
async function firstThatFails<T>(
  items: readonly T[],
  size: number,
  fails: (part: readonly T[]) => boolean | Promise<boolean>,
): Promise<readonly T[] | undefined> {
  for (let from = 0; from < items.length; from += size) {
    const part = [...items.slice(0, from), ...items.slice(from + size)];
    if (await fails(part)) return part;
  }
  return undefined;
}
