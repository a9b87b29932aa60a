export type { RedisNode } from './node.ts';
export { startRedisTopology, type RedisTopology } from './topology.ts';
