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
 * What a majority of all known Sentinels names, in one configuration. A minority may have been cut off together with an old
 * primary, or lie; but while it knows of a newer configuration, a failover may be under way.
 *
 * @param configured how many Sentinels the client was told of
 */
export function agreeOn(votes: readonly Vote[], configured: number): Agreement | undefined {
  const known = Math.max(configured, ...votes.map(({ sentinels }) => sentinels));
  const majority = Math.floor(known / 2) + 1;
  // One Sentinel has one vote, by however many addresses it is heard.
  const each = [...new Map(votes.map((vote) => [vote.sentinel, vote])).values()];
  const inFavourOf = ({ primary, configEpoch }: Vote) =>
    each.filter((vote) => vote.configEpoch === configEpoch && isSame(vote.primary, primary));
  const inFavour = each.map(inFavourOf).find(({ length }) => length >= majority);
  const [first] = inFavour ?? [];
  if (!inFavour || !first) return undefined;
  const { primary, configEpoch } = first;
  const doubtful = each.some((vote) => vote.failingOver || vote.configEpoch > configEpoch);
  // The last one of the smallest majority: until then the others alone could not have voted for another primary.
  const decisive = inFavour.map(({ sentAtMs }) => sentAtMs).sort((a, b) => b - a)[majority - 1];
  return {
    primary,
    replicas: unique(inFavour.flatMap(({ replicas }) => replicas)),
    configEpoch,
    ...(!doubtful && { confirmedAtMs: decisive }),
  };
}

const isSame = (a: Place, b: Place): boolean => a.host === b.host && a.port === b.port;

const unique = (places: readonly Place[]): readonly Place[] =>
  places.filter((place, at) => places.findIndex((other) => isSame(place, other)) === at);
