/** What a server says about its place in replication. */
export interface ReplicationInfo {
  readonly role: 'primary' | 'replica';
  /** The replica follows its primary now. True on a primary. */
  readonly linkUp: boolean;
  /** The replica holds a copy of some primary's data, old as it may be: it has been in sync once. True on a primary. */
  readonly hasData: boolean;
}

/** Read the reply of `INFO replication`. */
export function parseReplicationInfo(text: string): ReplicationInfo {
  const field = (name: string): string | undefined => new RegExp(`^${name}:(.*?)\\r?$`, 'm').exec(text)?.[1];
  if (field('role') !== 'slave') return { role: 'primary', linkUp: true, hasData: true };
  return {
    role: 'replica',
    linkUp: field('master_link_status') === 'up',
    // A replica that never synchronised says 0, one whose full synchronisation was cut off says 1; both may be empty.
    hasData: Number(field('slave_repl_offset')) > 1,
  };
}
