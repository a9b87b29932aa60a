/** A place in a history of writes, as a server counts it. */
export interface Position {
  /** Replication id of the history. An offset means nothing without it: after a failover the same numbers come again. */
  readonly replid: string;
  /** Bytes of that history. */
  readonly offset: bigint;
}

/**
 * Positions of histories that nobody could connect yet are kept side by side. More than this many are not: it bounds a token
 * that travels through many failovers.
 */
export const MOST_POSITIONS = 4;

/**
 * Whether data at `reached` contain everything up to `needed`. More is enough: a server adds bytes of its own, such as its
 * pings, so equality may never be seen.
 */
export function satisfies(reached: Position, needed: Position): boolean {
  return reached.replid === needed.replid && reached.offset >= needed.offset;
}

/** The furthest position of each history, the newest histories last. */
export function merge(...positions: readonly Position[]): readonly Position[] {
  const furthest = new Map<string, Position>();
  for (const position of positions) {
    const known = furthest.get(position.replid);
    if (!known || position.offset > known.offset) furthest.set(position.replid, position);
  }
  return [...furthest.values()].slice(-MOST_POSITIONS);
}
