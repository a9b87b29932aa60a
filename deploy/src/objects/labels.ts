/** On every object and pod; in no selector, so that they may change. */
export const commonLabels = {
  'app.kubernetes.io/part-of': 'sluice',
  'app.kubernetes.io/managed-by': 'sluice',
} as const;

/** What selectors use. Immutable in a cluster: changing one means replacing the workload. */
export const apiLabels = { 'app.kubernetes.io/name': 'api' } as const;
export const redisLabels = (role: RedisRole) =>
  ({ 'app.kubernetes.io/name': 'redis', 'app.kubernetes.io/component': role }) as const;
export const anyRedisLabels = { 'app.kubernetes.io/name': 'redis' } as const;
export const sentinelLabels = { 'app.kubernetes.io/name': 'redis-sentinel' } as const;

export type RedisRole = 'primary' | 'replica';
export const redisRoles = ['primary', 'replica'] as const;
