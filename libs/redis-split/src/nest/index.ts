export { RedisSplitModule } from './redis-split.module.ts';
