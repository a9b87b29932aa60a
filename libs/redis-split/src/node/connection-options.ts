import type { RedisOptions } from 'ioredis';
import type { NodeAddress } from '../node-url.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';

export interface Timeouts {
  readonly commandTimeoutMs: number;
  readonly connectTimeoutMs: number;
}

// A peer that does not close its side in time is not waited for: everything due was drained before.
const DISCONNECT_TIMEOUT_MS = 250;

/**
 * A connection that many callers share. What ioredis would do by itself after a broken connection (queue, resend, retry) is
 * off: it would run a write twice. Retrying is ours, where it is known what is safe to run again.
 */
export const sharedConnection = (
  address: NodeAddress,
  { commandTimeoutMs, connectTimeoutMs }: Timeouts,
): RedisOptions => ({
  ...address,
  connectTimeout: connectTimeoutMs,
  commandTimeout: commandTimeoutMs,
  // Probes make sure that an answer is always due soon, so a half-open socket is noticed. A slow command must not look like one.
  socketTimeout: commandTimeoutMs + connectTimeoutMs,
  disconnectTimeout: DISCONNECT_TIMEOUT_MS,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  enableAutoPipelining: false,
  // How long to wait before a loading server is asked again.
  maxLoadingRetryTime: 1000,
  retryStrategy: (attempt) => reconnectDelayMs(attempt, Math.random()),
});

/** A connection of one caller, who may block on it: no deadlines, and when it breaks it is over. */
export const privateConnection = (address: NodeAddress, { connectTimeoutMs }: Timeouts): RedisOptions => ({
  ...address,
  lazyConnect: true,
  connectTimeout: connectTimeoutMs,
  disconnectTimeout: DISCONNECT_TIMEOUT_MS,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: null,
});
