import type { ReplicationInfo } from './replication-info.ts';
import type { Role } from './role.ts';

/**
 * What a node is good for.
 *
 * - `fit`: the primary for everything, a replica for reads.
 * - `stale`: a replica cut off from its primary; its data grow old, but they are data.
 * - `unfit`: not connected, not answering, not in the role it is taken for, or a replica that never had the data.
 */
export type Standing = 'fit' | 'stale' | 'unfit';

/** @param info what the node said last on this connection; `undefined` when it said nothing, or failed since */
export function standing(takenFor: Role, info: ReplicationInfo | undefined): Standing {
  if (info?.role !== takenFor) return 'unfit';
  if (info.linkUp) return 'fit';
  return info.hasData ? 'stale' : 'unfit';
}
