/** The port the API listens on, in a container and on a laptop. */
export const API_PORT = 3000;

/** The port under which a node of the `local` cluster serves the API. */
export const API_NODE_PORT = 32000;

/** Every path the API serves. Manifests probe them, load tests hit them. */
export const paths = {
  root: '/',
  /** `POST` one item. */
  item: '/item',
  /** `GET` the ids. */
  items: '/items',
  /** `POST` a list of ids: reads them all. */
  itemsBatch: '/items/batch',
  metrics: '/metrics',
  /** The description of the API, for people. */
  docs: '/docs',
  /** The same for programs: OpenAPI. */
  openapi: '/openapi.json',
  /** A page that shows what one process knows of Redis and of itself. */
  status: '/status',
  /** The process has started; knows nothing of Redis either. */
  startupz: '/startupz',
  /** The process is alive; knows nothing of Redis. */
  livez: '/livez',
  /** The pod can serve; knows Redis. */
  readyz: '/readyz',
} as const;

/** Path of one item. The id is escaped. */
export const itemPath = (id: string): string => `${paths.items}/${encodeURIComponent(id)}`;

/** Path of the time to live of one item. */
export const itemTtlPath = (id: string): string => `${itemPath(id)}/ttl`;

/** The most ids that one batch read takes. */
export const maxBatchIds = 100;

/** How many ids `GET /items` answers with when `?limit` is absent, and the most it takes. */
export const itemsLimit = { default: 1000, max: 10_000 } as const;

/** Headers by which a client demands, and the API proves, how fresh an answer and how durable a write is. */
export const headerNames = {
  /** Both ways: stands for all that its holder wrote or saw. Opaque. */
  token: 'Sluice-Token',
  /** Of a read: the oldest acceptable answer, in milliseconds. */
  maxStalenessMs: 'Sluice-Max-Staleness-Ms',
  /** Of a write: how many replicas must have received it before it is answered. */
  durability: 'Sluice-Durability',
  /** Of an answer: `primary` or `replica`. */
  servedBy: 'Sluice-Served-By',
  /** Of an answer to a read: every write older than this, in milliseconds, is in it. Absent when nothing is proved. */
  stalenessMs: 'Sluice-Staleness-Ms',
  /** Of an answer to a read: how its demand was met, in the words of the client library's `Outcome`. */
  outcome: 'Sluice-Outcome',
} as const;

/** The most replicas that `Sluice-Durability` may ask for. */
export const maxDurability = 8;
