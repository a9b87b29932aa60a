import type { NodeLoad } from './load.ts';

/** A node whose load is known. */
export interface Balanced {
  readonly load: Pick<NodeLoad, 'cost' | 'isEjected'>;
}

/**
 * The cheaper of two different candidates drawn at random. Not the cheapest of all: everybody would run to the same one, on
 * news that is old by the time they come.
 *
 * @param random between 0 and 1
 */
export function pickOfTwo<N>(
  candidates: readonly N[],
  cost: (candidate: N, nowMs: number) => number,
  nowMs: number,
  random: () => number,
): N | undefined {
  const count = candidates.length;
  if (count < 2) return candidates[0];
  const i = Math.floor(random() * count);
  const other = Math.floor(random() * (count - 1));
  const first = candidates[i] as N;
  // All but the first, by closing the gap it leaves.
  const second = candidates[other < i ? other : other + 1] as N;
  return cost(second, nowMs) < cost(first, nowMs) ? second : first;
}

/**
 * Whom to send a read: one of the first tier that has a node that is not ejected, by `pickOfTwo`. When all are ejected, any of
 * them: a read that nobody tries has failed already.
 *
 * @param tiers nearest first
 * @param random between 0 and 1
 */
export function pickNode<N extends Balanced>(
  tiers: readonly (readonly N[])[],
  nowMs: number,
  random: () => number,
): N | undefined {
  for (const tier of tiers) {
    const node = pickOfTwo(tier, costUnlessEjected, nowMs, random);
    if (!node) continue;
    if (!node.load.isEjected(nowMs)) return node;
    // Both were, which is rare; only now all have to be looked at.
    const others = tier.filter(({ load }) => !load.isEjected(nowMs));
    if (others.length > 0) return pickOfTwo(others, costOf, nowMs, random);
  }
  return pickOfTwo(tiers.flat(), costOf, nowMs, random);
}

const costOf = ({ load }: Balanced, nowMs: number): number => load.cost(nowMs);

const costUnlessEjected = ({ load }: Balanced, nowMs: number): number =>
  load.isEjected(nowMs) ? Infinity : load.cost(nowMs);
