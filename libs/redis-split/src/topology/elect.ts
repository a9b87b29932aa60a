import type { ReplicationInfo } from '../node/replication-info.ts';

/** What an election looks at. */
export interface Candidate {
  /** What it says of itself now; `undefined` while it is not connected. */
  readonly info: ReplicationInfo | undefined;
  /** It was reached, or could not be, at least once. */
  readonly tried: boolean;
}

/**
 * Which node is the primary, when there is nobody to ask but the nodes. A node that says it is one may be an old primary that
 * came back, or one that nobody ever told to follow: when in doubt there is no primary, and writes wait.
 *
 * @param current the primary so far
 * @param replid the history of the primary so far
 */
export function electByRole<N extends Candidate>(
  nodes: readonly N[],
  current: N | undefined,
  replid: string | undefined,
): N | undefined {
  const claimants = nodes.filter(({ info }) => info?.role === 'primary');
  // Whoever went on from the history of another one was promoted after it.
  const latest = claimants.filter((node) => !claimants.some((other) => other !== node && wentOnFrom(other, node)));
  if (current?.info) return latest.includes(current) ? current : successorOf(latest, replid);
  if (current && nodes.includes(current)) return successorOf(latest, replid) ?? current;
  // At first all are heard: the first to answer may be the old one.
  return nodes.every(({ tried }) => tried) ? (successorOf(latest, replid) ?? onlyOne(latest)) : undefined;
}

/** Of those who claim it, the one who goes on from the known history, else the one that most replicas follow. */
function successorOf<N extends Candidate>(claimants: readonly N[], replid: string | undefined): N | undefined {
  const heir = onlyOne(claimants.filter(({ info }) => replid !== undefined && info?.previous?.replid === replid));
  if (heir) return heir;
  const most = Math.max(...claimants.map(followers));
  return most > 0 ? onlyOne(claimants.filter((node) => followers(node) === most)) : undefined;
}

const wentOnFrom = (later: Candidate, earlier: Candidate): boolean =>
  later.info?.previous !== undefined && later.info.previous.replid === earlier.info?.position?.replid;

const followers = ({ info }: Candidate): number => info?.replicas ?? 0;

const onlyOne = <N>(some: readonly N[]): N | undefined => (some.length === 1 ? some[0] : undefined);
