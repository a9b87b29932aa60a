import { Inject, Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import type { Env } from '@sluice/api-contract/env';
import { headerNames } from '@sluice/api-contract/http';
import { SplitClient, type Session } from '@sluice/redis-split';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { ENV } from '../env/env.module.ts';
import { writeDemand } from './demand.ts';
import { RedisScope } from './redis-scope.ts';
import { settle, unsettle, type Settled } from './settled.ts';
import { TokenCodec } from './token-codec.ts';

/** Lets a handler write as durably as the headers of its request demand, and answers with the token of what it wrote. */
@Injectable()
export class WritesInterceptor implements NestInterceptor {
  constructor(
    private readonly client: SplitClient,
    private readonly scope: RedisScope,
    private readonly tokens: TokenCodec,
    @Inject(ENV) private readonly env: Env,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const { token, durability } = writeDemand(http.getRequest<FastifyRequest>().headers);
    const reply = http.getResponse<FastifyReply>();

    const inSession = async (session: Session) => {
      const settled = await this.scope.run(this.redisFor(durability), () => settle(lastValueFrom(next.handle())));
      const written = await tokenOf(session, settled);
      if (written !== undefined) {
        void reply.header(headerNames.servedBy, 'primary').header(headerNames.token, this.tokens.toHeader(written));
      }
      return unsettle(settled);
    };
    return of(await this.client.inSession(inSession, token && this.tokens.fromHeader(token)));
  }

  private redisFor(durability: number | undefined) {
    if (durability === undefined) return this.client;
    return this.client.durable({ replicas: durability, timeoutMs: this.env.DURABILITY_TIMEOUT_MS });
  }
}

/**
 * A write that failed may have a token too: what was not confirmed was written all the same. One that succeeded must have
 * it: without, nobody knows whether the primary still has the write, and the session's error says so.
 */
const tokenOf = (session: Session, settled: Settled) =>
  'error' in settled ? session.token().catch(() => undefined) : session.token();
