import { STATUS_CODES, type ServerOptions } from 'node:http';
import type { Socket } from 'node:net';
import { plainProblem, problemType } from '../errors/problem.ts';

/** Limits of time against clients that are slow, by accident or on purpose: each holds a socket, and those are few. */
export const slowClientLimits = {
  /** A request must have arrived within this. */
  requestTimeout: 30_000,
  /** A connection on which nothing moves in either direction, though an answer is due, is closed. */
  connectionTimeout: 60_000,
  /** Longer than proxies keep their idle connections, so that it is they who close them: else a request meets a closed one. */
  keepAliveTimeout: 75_000,
  http: {
    /** The headers within this. */
    headersTimeout: 10_000,
    /** How often Node looks for those that are late; by default only every half minute. */
    connectionsCheckingInterval: 1000,
  } satisfies ServerOptions,
} as const;

const statusByCode: Readonly<Record<string, number>> = {
  HPE_HEADER_OVERFLOW: 431,
  ERR_HTTP_REQUEST_TIMEOUT: 408,
};

/** What is no HTTP, or comes too slowly, gets an answer if it can, and its connection is closed. */
export function refuseClient(error: { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy();
  const status = statusByCode[error.code ?? ''] ?? 400;
  const body = JSON.stringify(plainProblem(status));
  const head = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    `Content-Type: ${problemType}`,
    `Content-Length: ${Buffer.byteLength(body)}`,
    'Connection: close',
  ];
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`);
}
