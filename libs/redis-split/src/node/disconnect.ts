import type { Redis } from 'ioredis';

/** Close a connection for good; resolves when its socket is closed. */
export async function disconnect(redis: Redis): Promise<void> {
  if (redis.status === 'end') return;
  // Between two attempts to connect there is no socket, and so no `end`.
  const ended = redis.status === 'reconnecting' ? undefined : new Promise((resolve) => redis.once('end', resolve));
  redis.disconnect();
  await ended;
}
