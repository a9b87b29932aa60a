export { createSplitClient, SplitClient } from './split-client.ts';
export { RedisSplitError, type RedisSplitErrorCode } from './errors.ts';
export type { SplitOptions } from './options.ts';
export type { NodeStatus } from './node/node.ts';
export type { SplitEvents } from './split-client.ts';
