import type { Random } from '../random.ts';
import type { Kind } from '../plan/settings.ts';
import type { Cluster } from './cluster.ts';

/** Something that is really done to the servers. It leaves them as they were: all running, all following one primary. */
export interface FaultKind {
  readonly kinds: readonly Kind[];
  /** The primary's history goes on in another one. */
  readonly changesHistory?: boolean;
  /** A replica goes back to older data of the same history. */
  readonly setsBack?: boolean;
  /** The primary comes back without its data, or with old ones. */
  readonly losesData?: boolean;
  readonly run: (cluster: Cluster, random: Random) => Promise<void>;
}

export type FaultKinds = Readonly<Record<string, FaultKind>>;
