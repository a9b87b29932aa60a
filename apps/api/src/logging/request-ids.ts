import { randomUUID } from 'node:crypto';

declare module 'fastify' {
  interface FastifyRequest {
    /** Of the caller's trace, or of ours when requests are traced. */
    traceId?: string;
  }
}

/** The caller's name for a request if it is harmless in a log, else a new one. */
export const requestIdFrom = (header: string | string[] | undefined): string =>
  typeof header === 'string' && /^[\w.:-]{1,128}$/.test(header) ? header : randomUUID();

/** The trace of a W3C `traceparent`; `undefined` when it is none. */
export function traceIdFrom(header: string | string[] | undefined): string | undefined {
  const [, traceId] = /^(?!ff)[\da-f]{2}-([\da-f]{32})-[\da-f]{16}-[\da-f]{2}(?:-.*)?$/.exec(String(header)) ?? [];
  return traceId === '0'.repeat(32) ? undefined : traceId;
}
