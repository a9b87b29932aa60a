import type { Standing } from '../node/standing.ts';

export interface Candidate {
  readonly role: 'primary' | 'replica';
  readonly standing: Standing;
}

/**
 * The nodes that should share the reads now: replicas that follow the primary; without one the primary; without it replicas
 * that are cut off but hold data. A cut-off replica must not be skipped always: with the primary gone all of them are.
 */
export function readNodes<N extends Candidate>(nodes: readonly N[]): readonly N[] {
  const replicasInSync = nodes.filter(({ role, standing }) => role === 'replica' && standing === 'fit');
  if (replicasInSync.length > 0) return replicasInSync;
  const primary = nodes.filter(({ role, standing }) => role === 'primary' && standing === 'fit');
  if (primary.length > 0) return primary;
  return nodes.filter(({ standing }) => standing === 'stale');
}
