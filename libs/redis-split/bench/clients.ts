import { once } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import { Redis, type RedisOptions } from 'ioredis';
import { createSplitClient, type SplitClient, type SplitOptions } from '../src/index.ts';

/** Where the servers are. */
export interface Servers {
  readonly primary: string;
  readonly replicas: readonly string[];
}

const READY_WITHIN_MS = 10_000;

/** A client all of whose nodes are in sync. */
export async function openSplit(servers: Servers, options: Partial<SplitOptions> = {}): Promise<SplitClient> {
  const client = createSplitClient({
    topology: { kind: 'static', nodes: [servers.primary, ...servers.replicas] },
    ...options,
  });
  const deadline = Date.now() + READY_WITHIN_MS;
  while (!client.nodes().every(({ inSync }) => inSync)) {
    if (Date.now() > deadline) throw new Error(`Not in sync: ${JSON.stringify(client.nodes())}`);
    await delay(5);
  }
  return client;
}

/** What one would use without this library. */
export async function openBare(url: string, options: RedisOptions = {}): Promise<Redis> {
  const redis = new Redis(url, options);
  await once(redis, 'ready');
  return redis;
}

/** What is still in use. */
export function heapUsed(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
