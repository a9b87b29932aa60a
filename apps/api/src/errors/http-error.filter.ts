import { Catch, Inject, Logger, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { Env } from '@sluice/api-contract/env';
import type { FastifyRequest } from 'fastify';
import { isDemanding } from '../consistency/demand.ts';
import { ENV } from '../env/env.module.ts';
import { problemType } from './problem.ts';
import { toProblem } from './to-problem.ts';

const retryAfterS = '1';
const retryable: ReadonlySet<number> = new Set([429, 503]);

/** Every error that leaves the API passes here. */
@Catch()
export class HttpErrorFilter implements ExceptionFilter {
  private readonly logger = new Logger(HttpErrorFilter.name);

  constructor(
    private readonly host: HttpAdapterHost,
    @Inject(ENV) private readonly env: Env,
  ) {}

  catch(error: unknown, context: ArgumentsHost): void {
    const problem = toProblem(error, {
      maxBodyBytes: this.env.MAX_BODY_BYTES,
      demanding: isDemanding(context.switchToHttp().getRequest<FastifyRequest>().headers),
    });
    if (problem.status === 500) this.logger.error(error);

    const { httpAdapter } = this.host;
    const response: unknown = context.switchToHttp().getResponse();
    httpAdapter.setHeader(response, 'Content-Type', problemType);
    if (retryable.has(problem.status)) httpAdapter.setHeader(response, 'Retry-After', retryAfterS);
    httpAdapter.reply(response, problem, problem.status);
  }
}
