import type { Origin } from '../token/lineage.ts';
import type { Position } from '../token/position.ts';
import { field } from './info-field.ts';
import type { Role } from './role.ts';

/** What a server says about its place in replication. */
export interface ReplicationInfo {
  readonly role: Role;
  /** The replica follows its primary now. True on a primary. */
  readonly linkUp: boolean;
  /** The replica holds a copy of some primary's data, old as it may be: it has been in sync once. True on a primary. */
  readonly hasData: boolean;
  /** How many replicas follow it. */
  readonly replicas: number;
  /** How far its data go: written on a primary, *applied* on a replica. Absent when it did not tell. */
  readonly position?: Position;
  /** The history that this one went on from. */
  readonly previous?: Origin['previous'];
}

/** An id that no history has. */
const NO_REPLID = '0'.repeat(40);

/** Read the reply of `INFO replication`. */
export function parseReplicationInfo(text: string): ReplicationInfo {
  const role = field(text, 'role') === 'slave' ? 'replica' : 'primary';
  // Not slave_read_repl_offset: what a replica has received, its reads do not show yet.
  const offset = offsetOf(text, role === 'primary' ? 'master_repl_offset' : 'slave_repl_offset');
  const replid = field(text, 'master_replid');
  const previous = previousOf(text);
  return {
    role,
    linkUp: role === 'primary' || field(text, 'master_link_status') === 'up',
    // A replica that never synchronised says 0, one whose full synchronisation was cut off says 1; both may be empty.
    hasData: role === 'primary' || (offset ?? 0n) > 1n,
    replicas: Number(field(text, 'connected_slaves') ?? 0),
    ...(replid && offset !== undefined && { position: { replid, offset } }),
    ...(previous && { previous }),
  };
}

function previousOf(text: string): Origin['previous'] {
  const replid = field(text, 'master_replid2');
  const forkOffset = offsetOf(text, 'second_repl_offset');
  return replid && replid !== NO_REPLID && forkOffset !== undefined ? { replid, forkOffset } : undefined;
}

function offsetOf(text: string, name: string): bigint | undefined {
  const digits = field(text, name);
  return digits && /^\d+$/.test(digits) ? BigInt(digits) : undefined;
}
