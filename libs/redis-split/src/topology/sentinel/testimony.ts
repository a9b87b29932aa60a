import type { Place, Vote } from './vote.ts';

/** The raw replies of one Sentinel, all asked at once. */
export interface Replies {
  /** SENTINEL MYID */
  readonly id: unknown;
  /** SENTINEL MASTER name */
  readonly primary: unknown;
  /** SENTINEL REPLICAS name */
  readonly replicas: unknown;
  /** SENTINEL SENTINELS name */
  readonly others: unknown;
}

/** What a Sentinel says, and which others it knows. */
export interface Testimony {
  readonly vote: Vote;
  readonly others: readonly (Place & { readonly id: string })[];
}

/** Read the replies of a Sentinel. */
export function readTestimony({ id, primary, replicas, others }: Replies, sentAtMs: number): Testimony {
  const named = asRecord(primary);
  const flags = String(named['flags']).split(',');
  return {
    vote: {
      sentinel: String(id),
      primary: placeOf(named),
      replicas: asRecords(replicas).map(placeOf),
      configEpoch: Number(named['config-epoch'] ?? 0),
      failingOver: flags.includes('o_down') || flags.includes('failover_in_progress'),
      sentinels: Number(named['num-other-sentinels'] ?? 0) + 1,
      sentAtMs,
    },
    others: asRecords(others).map((fields) => ({ ...placeOf(fields), id: String(fields['runid']) })),
  };
}

type Fields = Readonly<Record<string, unknown>>;

const placeOf = ({ ip, port }: Fields): Place => ({ host: String(ip), port: Number(port) });

const asRecords = (reply: unknown): Fields[] => (Array.isArray(reply) ? reply.map(asRecord) : []);

/** RESP3 gives a map, RESP2 a flat list. */
function asRecord(reply: unknown): Fields {
  if (reply instanceof Map) return Object.fromEntries(reply) as Fields;
  if (!Array.isArray(reply)) return (reply ?? {}) as Fields;
  const pairs = Array.from({ length: reply.length / 2 }, (_, i) => [String(reply[2 * i]), reply[2 * i + 1] as unknown]);
  return Object.fromEntries(pairs) as Fields;
}
