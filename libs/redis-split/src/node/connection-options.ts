import type { ConnectionOptions } from 'node:tls';
import type { RedisOptions } from 'ioredis';
import type { NodeAddress } from '../node-url.ts';
import { reconnectDelayMs } from './reconnect-delay.ts';

export interface ConnectionSettings {
  readonly commandTimeoutMs: number;
  readonly connectTimeoutMs: number;
  /** For addresses that ask for TLS. */
  readonly tls?: ConnectionOptions;
}

// A peer that does not close its side in time is not waited for: everything due was drained before.
const DISCONNECT_TIMEOUT_MS = 250;

/** A read that times out on a replica leaves half of its deadline for another node. */
export const replicaDeadlineMs = (commandTimeoutMs: number): number => Math.ceil(commandTimeoutMs / 2);

/**
 * A connection that many callers share, to a node that is taken for a replica at first. What ioredis would do by itself after
 * a broken connection (queue, resend, retry) is off: it would run a write twice. Retrying is ours, where it is known what is
 * safe to run again.
 */
export const sharedConnection = (
  address: NodeAddress,
  { commandTimeoutMs, connectTimeoutMs, tls }: ConnectionSettings,
): RedisOptions => ({
  ...withTls(address, tls),
  connectTimeout: connectTimeoutMs,
  commandTimeout: replicaDeadlineMs(commandTimeoutMs),
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
export const privateConnection = (
  address: NodeAddress,
  { connectTimeoutMs, tls }: ConnectionSettings,
): RedisOptions => ({
  ...withTls(address, tls),
  lazyConnect: true,
  connectTimeout: connectTimeoutMs,
  disconnectTimeout: DISCONNECT_TIMEOUT_MS,
  enableOfflineQueue: false,
  autoResendUnfulfilledCommands: false,
  maxRetriesPerRequest: 0,
  retryStrategy: null,
});

const withTls = (address: NodeAddress, tls: ConnectionOptions | undefined): NodeAddress =>
  address.tls ? { ...address, tls: { ...tls, ...address.tls } } : address;
