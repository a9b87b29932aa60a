import type { NodeAddress } from '../../node-url.ts';

/** A server, as a Sentinel knows it. */
export type Place = Pick<NodeAddress, 'host' | 'port'>;

/** What one Sentinel says about the primary it watches. */
export interface Vote {
  /** Which Sentinel: the same one may be known by several addresses. */
  readonly sentinel: string;
  readonly primary: Place;
  readonly replicas: readonly Place[];
  /** Grows with each failover. */
  readonly configEpoch: number;
  /** A failover is under way, as this Sentinel sees it: what it says of the primary may be over any moment. */
  readonly failingOver: boolean;
  /** How many Sentinels watch the primary, this one included, as far as this one knows. */
  readonly sentinels: number;
  /** When it was asked, on this process's monotonic clock, in milliseconds. */
  readonly sentAtMs: number;
}

/** What a majority agrees on. */
export interface Agreement {
  readonly primary: Place;
  readonly replicas: readonly Place[];
  readonly configEpoch: number;
  /** Until then the majority named this primary, and nobody knew better; absent while a failover is under way. */
  readonly confirmedAtMs?: number;
}

/**
 * What a majority of all known Sentinels names, in the newest configuration that anyone knows of. A minority may have been cut
 * off together with an old primary.
 *
 * @param configured how many Sentinels the client was told of
 */
export function agreeOn(votes: readonly Vote[], configured: number): Agreement | undefined {
  const known = Math.max(configured, ...votes.map(({ sentinels }) => sentinels));
  const majority = Math.floor(known / 2) + 1;
  const newest = Math.max(...votes.map(({ configEpoch }) => configEpoch));
  const bySentinel = new Map(votes.map((vote) => [vote.sentinel, vote]));
  const inFavour = [...bySentinel.values()]
    .filter(({ configEpoch }) => configEpoch === newest)
    .sort((a, b) => b.sentAtMs - a.sentAtMs);
  const [first] = inFavour;
  // The last one of the smallest majority: from then on the others alone could not have voted for another primary.
  const decisive = inFavour[majority - 1];
  if (!first || !decisive || inFavour.some(({ primary }) => !isSame(primary, first.primary))) return undefined;
  return {
    primary: first.primary,
    replicas: unique(inFavour.flatMap(({ replicas }) => replicas)),
    configEpoch: newest,
    ...(!votes.some(({ failingOver }) => failingOver) && { confirmedAtMs: decisive.sentAtMs }),
  };
}

const isSame = (a: Place, b: Place): boolean => a.host === b.host && a.port === b.port;

const unique = (places: readonly Place[]): readonly Place[] =>
  places.filter((place, at) => places.findIndex((other) => isSame(place, other)) === at);
