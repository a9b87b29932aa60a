import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { headerNames, paths } from '@sluice/api-contract/http';
import { PinoLogger } from 'nestjs-pino';
import { traceIdFrom } from './request-ids.ts';

/** Probes and scrapes come every second and say nothing. */
const quiet: ReadonlySet<string> = new Set([paths.livez, paths.readyz, paths.startupz, paths.metrics]);

/** One line for each request, without its headers: long, and some are secret. */
@Injectable()
export class RequestLog implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly logger: PinoLogger,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance();
    server.addHook('onRequest', (request, reply, done) => {
      // By this a person finds the line that belongs to an answer.
      void reply.header('X-Request-Id', request.id);
      request.traceId ??= traceIdFrom(request.headers['traceparent']);
      done();
    });
    server.addHook('onResponse', (request, reply, done) => {
      const { id: requestId, traceId, method, url, routeOptions } = request;
      if (!quiet.has(url)) {
        this.logger.info(
          {
            ...{ requestId, traceId, method, url },
            route: routeOptions.url,
            status: reply.statusCode,
            durationMs: Math.round(reply.elapsedTime * 10) / 10,
            servedBy: reply.getHeader(headerNames.servedBy),
          },
          'request',
        );
      }
      done();
    });
  }
}
