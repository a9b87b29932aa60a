import type { NodeAddress } from '../node-url.ts';
import type { Node } from '../node/node.ts';

/** A place where a node should be. */
export interface Member {
  /** Names it among all members; a member that keeps its key keeps its connection. */
  readonly key: string;
  readonly address: NodeAddress;
}

/** Where the nodes are now. */
export interface Membership {
  readonly members: readonly Member[];
  /**
   * Who the primary is, when somebody else than the nodes themselves says so: the key of a member, or `undefined` when that
   * one is not known. Absent when the nodes' own word decides.
   */
  readonly named?: { readonly key: string | undefined };
  /** Who is missing here may be missing by mistake, and stays as long as it answers. */
  readonly mayForget?: true;
}

/** Finds out where the nodes are, for as long as the client is open. What a kind has no use for, it leaves out. */
export interface Discovery {
  /** Begin, and publish each change. */
  start(publish: (membership: Membership) => void): void;

  /** Something is wrong with the primary: look again now. */
  refresh?(): void;

  /** Somebody reads by age: look more closely for a while. */
  watch?(): void;

  /** What the nodes say of themselves has changed. */
  observe?(nodes: readonly Node[], primary: Node | undefined): void;

  /**
   * Up to when witnesses confirmed that the primary is *the* primary, on this process's monotonic clock, in milliseconds.
   * Absent when there is no other witness than itself.
   */
  confirmedAtMs?(): number;

  close?(): Promise<void>;
}

export const keyOf = ({ host, port }: Pick<NodeAddress, 'host' | 'port'>): string => `${host}:${port}`;

/** A list of addresses that never changes. */
export const fixed = (membership: Membership): Discovery => ({ start: (publish) => publish(membership) });
