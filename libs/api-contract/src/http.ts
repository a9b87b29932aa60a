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
  metrics: '/metrics',
  /** The process is alive; knows nothing of Redis. */
  livez: '/livez',
  /** The pod can serve; knows Redis. */
  readyz: '/readyz',
} as const;

/** Path of one item. The id is escaped. */
export const itemPath = (id: string): string => `${paths.items}/${encodeURIComponent(id)}`;

/** How many ids `GET /items` answers with when `?limit` is absent, and the most it takes. */
export const itemsLimit = { default: 1000, max: 10_000 } as const;
