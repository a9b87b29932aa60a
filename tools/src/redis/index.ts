export type { RedisNode } from './node.ts';
export { findRedisServers, type RedisServer, type RedisServers } from './servers.ts';
export { startRedisTopology, type RedisTopology, type TopologyPlan } from './topology.ts';
