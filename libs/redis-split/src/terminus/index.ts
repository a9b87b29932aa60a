export { RedisSplitHealth, type HealthDemand } from './redis-split-health.ts';
