import type { Role } from '../node/role.ts';
import type { Standing } from '../node/standing.ts';

export interface Candidate {
  readonly role: Role;
  readonly standing: Standing;
}

/** `preferReplica`: the primary only when no replica is in sync. `any`: all that are in sync. */
export type ReadFrom = 'primary' | 'replica' | 'preferReplica' | 'any';

/**
 * The nodes that should share the reads now. When none that is allowed is in sync, replicas that are cut off but hold data:
 * they must not be skipped always, for with the primary gone all of them are cut off.
 */
export function readNodes<N extends Candidate>(nodes: readonly N[], from: ReadFrom): readonly N[] {
  const fit = nodes.filter(({ standing }) => standing === 'fit');
  const replicas = fit.filter(({ role }) => role === 'replica');
  const primary = fit.filter(({ role }) => role === 'primary');
  if (from === 'primary') return primary;
  const choices = { replica: [replicas], preferReplica: [replicas, primary], any: [fit] }[from];
  return (
    choices.find((some) => some.length > 0) ??
    nodes.filter(({ role, standing }) => role === 'replica' && standing === 'stale')
  );
}
