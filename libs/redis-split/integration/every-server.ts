import { findRedisServers, type RedisServer } from '@sluice/tools/redis';

const { found, missing } = await findRedisServers();
// The report of Jest counts tests only, and a version that could not be had has none.
for (const { name, reason } of missing) process.stderr.write(`not tested on ${name}: ${reason}\n`);

/** The servers that can be had here, for `describe.each`. */
export const everyServer: readonly RedisServer[] = found;
