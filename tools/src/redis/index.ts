export { freePort } from './free-port.ts';
export { startLink, type Link, type LinkPlan } from './link.ts';
export type { RedisNode, Restart } from './server-process.ts';
export { PRIMARY_NAME } from './sentinel.ts';
export { findRedisServers, type RedisServer, type RedisServers } from './servers.ts';
export { startRedisTopology, type RedisTopology, type TopologyPlan } from './topology.ts';
