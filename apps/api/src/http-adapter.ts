import { maxHeaderSize, type IncomingMessage, type ServerResponse } from 'node:http';
import { BadRequestException, type NestApplicationOptions } from '@nestjs/common';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Env } from '@sluice/api-contract/env';
import { problemType } from './errors/problem.ts';
import { toProblem } from './errors/to-problem.ts';
import { requestIdFrom } from './logging/request-ids.ts';
import { limitRate } from './overload/rate-limit.ts';
import { setSecurityHeaders } from './security/security-headers.ts';
import { refuseClient, slowClientLimits } from './security/slow-clients.ts';

/** The HTTP server: the only file that chooses it. */
export async function createHttpAdapter(env: Env): Promise<FastifyAdapter> {
  const maxBodyBytes = env.MAX_BODY_BYTES;
  const adapter = new FastifyAdapter({
    bodyLimit: maxBodyBytes,
    genReqId: ({ headers }: IncomingMessage) => requestIdFrom(headers['x-request-id']),
    trustProxy: env.TRUSTED_PROXIES > 0 && ((_address, hop) => hop < env.TRUSTED_PROXIES),
    ...slowClientLimits,
    clientErrorHandler: refuseClient,
    // A request that still reaches a closing process is served, not refused: Redis closes after HTTP.
    return503OnClosing: false,
    // Node refuses a longer URL itself; below that, the schema of the id has the last word.
    routerOptions: { maxParamLength: maxHeaderSize },
    // What the router refuses, a malformed URL, never reaches Nest and its filter.
    frameworkErrors: (error: Error, _request: unknown, reply: { raw: ServerResponse }) => {
      const problem = toProblem(new BadRequestException(error.message), { maxBodyBytes });
      reply.raw.writeHead(problem.status, { 'content-type': problemType }).end(JSON.stringify(problem));
    },
  });
  // JSON alone is taken; see `httpOptions` for the form encoding.
  adapter.getInstance().removeContentTypeParser('text/plain');
  await setSecurityHeaders(adapter);
  if (env.RATE_LIMIT_PER_S > 0) await limitRate(adapter, env.RATE_LIMIT_PER_S);
  return adapter;
}

/** Nest would add a parser for forms and its own for JSON, slower than the server's. */
export const httpOptions: NestApplicationOptions = { bodyParser: false };
