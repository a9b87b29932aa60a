import type { Position } from './position.ts';

/** How one history goes on in another. */
export interface Step {
  readonly from: string;
  readonly to: string;
  /** The first offset of `from` that `to` does not contain; absent when it contains all. */
  readonly forkOffset?: bigint;
}

/** The history of the primary, and what is known of those before it. */
export interface Lineage {
  /** Replication id of the primary; `undefined` before it was ever seen. */
  readonly current?: string;
  readonly steps: readonly Step[];
}

/** What a server in the role of a primary says of its own history. */
export interface Origin {
  readonly replid: string;
  /** The history it went on from, when it tells. */
  readonly previous?: { readonly replid: string; readonly forkOffset: bigint };
}

/** What became of a position in the history of the primary. */
export type Fate =
  | { readonly kind: 'kept'; readonly position: Position }
  | { readonly kind: 'lost'; readonly position: Position; readonly forkOffset: bigint }
  | { readonly kind: 'unknown'; readonly position: Position };

export const NO_LINEAGE: Lineage = { steps: [] };

/** Failovers are rare; this many are remembered, and older positions become unknown. */
const MOST_STEPS = 64;

/**
 * Learn where a history comes from. True whoever says it in the role of a primary; a replica's own fork is where *it* changed
 * over, which is something else.
 */
export function learnOrigin(lineage: Lineage, { replid, previous }: Origin): Lineage {
  if (!previous || stepInto(lineage, replid)) return lineage;
  return withStep(lineage, { from: previous.replid, to: replid, forkOffset: previous.forkOffset });
}

/**
 * The primary is at this history now.
 *
 * @param uninterrupted it is the same primary on the same connection as before: then a new id without an origin says that its
 * first replica came or its backlog went, and no write was lost
 */
export function follow(lineage: Lineage, origin: Origin, uninterrupted: boolean): Lineage {
  const { current } = lineage;
  if (origin.replid === current) return lineage;
  const learned = learnOrigin(lineage, origin);
  const nothingLost = uninterrupted && current !== undefined && !origin.previous && !stepInto(learned, origin.replid);
  const steps = nothingLost ? withStep(learned, { from: current, to: origin.replid }).steps : learned.steps;
  return { current: origin.replid, steps };
}

/** Carry a position over to the history of the primary. */
export function normalise(lineage: Lineage, position: Position): Fate {
  const path = pathFrom(lineage, position.replid);
  if (!path || lineage.current === undefined) return { kind: 'unknown', position };
  for (const { forkOffset } of path) {
    if (forkOffset !== undefined && position.offset >= forkOffset) return { kind: 'lost', position, forkOffset };
  }
  return { kind: 'kept', position: { replid: lineage.current, offset: position.offset } };
}

/** Backwards from the primary: a history has one origin, but after a split brain it may have gone on in two. */
function pathFrom(lineage: Lineage, replid: string): readonly Step[] | undefined {
  const path: Step[] = [];
  for (let at = lineage.current; at !== replid;) {
    const step = at === undefined ? undefined : stepInto(lineage, at);
    if (!step || path.includes(step)) return undefined;
    path.unshift(step);
    at = step.from;
  }
  return path;
}

const stepInto = ({ steps }: Lineage, replid: string): Step | undefined => steps.find(({ to }) => to === replid);

const withStep = (lineage: Lineage, step: Step): Lineage => ({
  ...lineage,
  steps: [...lineage.steps, step].slice(-MOST_STEPS),
});
