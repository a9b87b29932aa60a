import type { Around } from './reports.ts';
import type { Role } from './role.ts';

/** A node as the client sees it now. */
export interface NodeStatus {
  /** What it is taken for: the primary, or at most a replica. */
  readonly role: Role;
  /** `host:port`, without credentials. */
  readonly address: string;
  /** It answers, in that role, and has data. */
  readonly ready: boolean;
  /** It follows its primary; a ready replica that does not serves reads only when nothing better is left. */
  readonly inSync: boolean;
  /** Why it is not ready or not in sync. */
  readonly reason?: string;
}

/** A command's answer between two reports: the data that it shows reach at least as far as the first, at most as the second. */
export interface Bracketed extends Around {
  /** The answer, or the error, of the server. */
  readonly answer: PromiseSettledResult<unknown>;
}

/** Where a command that is sent now goes, as far as is known. */
export interface Sending {
  /** Number of the connection, unique in this process. */
  readonly epoch: number;
  /** The history that the node had when it told last. */
  readonly replid: string | undefined;
}
