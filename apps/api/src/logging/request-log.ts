import { Injectable, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { paths } from '@sluice/api-contract/http';
import { PinoLogger } from 'nestjs-pino';

/** Probes and scrapes come every second and say nothing. */
const quiet: ReadonlySet<string> = new Set([paths.livez, paths.readyz, paths.metrics]);

/** One line for each request, without its headers: long, and some are secret. */
@Injectable()
export class RequestLog implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly logger: PinoLogger,
  ) {}

  onModuleInit(): void {
    this.host.httpAdapter.getInstance().addHook('onResponse', ({ method, url }, { statusCode, elapsedTime }, done) => {
      if (!quiet.has(url))
        this.logger.info({ method, url, status: statusCode, ms: Math.round(elapsedTime) }, 'request');
      done();
    });
  }
}
