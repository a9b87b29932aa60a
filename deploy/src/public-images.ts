/** Images of others, under the names and versions of their public registries; the lab makes the same. */
export const publicImages = {
  redis: { name: 'docker.io/library/redis', tag: '7.0.15-bookworm' },
  exporter: { name: 'docker.io/oliver006/redis_exporter', tag: 'v1.45.0' },
} as const;
