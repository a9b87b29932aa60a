import type { Sending } from '../node/node-types.ts';
import type { ReplicationInfo } from '../node/replication-info.ts';

/** What the primary said on the fence's connection, for everything acknowledged before. */
export interface Confirmation {
  readonly before: ReplicationInfo;
  /** How many replicas have received all that. */
  readonly replicas: number;
  readonly after: ReplicationInfo;
  /** The shared connection to that very server. */
  readonly epoch: number;
}

/**
 * How many replicas are proved to have what was sent: only if it went to this server, in this history, from before the write
 * until after the confirmation. Who was demoted and promoted again in between has thrown writes away.
 */
export function replicasThatHave(
  { epoch, replid }: Sending,
  { before, replicas, after, ...fence }: Confirmation,
): number {
  const sameHistory = [before, after].every(({ role, position }) => role === 'primary' && position?.replid === replid);
  return epoch === fence.epoch && replid !== undefined && sameHistory ? replicas : 0;
}
