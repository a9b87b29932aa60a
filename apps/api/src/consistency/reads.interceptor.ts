import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { headerNames } from '@sluice/api-contract/http';
import { RedisSplitError, SplitClient, type ReadOptions, type ReadResult, type Session } from '@sluice/redis-split';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { readDemand } from './demand.ts';
import { RedisScope } from './redis-scope.ts';
import { settle, unsettle, type Settled } from './settled.ts';
import { TokenCodec } from './token-codec.ts';

/**
 * Who demands nothing is served as long as any node has data: the age is proved by what the nodes were asked in the
 * background, and left out when nothing proves it.
 */
const undemanding: ReadOptions = { mode: 'sampled', onStale: 'serve' };

/** Lets a handler read as new as the headers of its request demand, and says in those of the reply what was proved. */
@Injectable()
export class ReadsInterceptor implements NestInterceptor {
  constructor(
    private readonly client: SplitClient,
    private readonly scope: RedisScope,
    private readonly tokens: TokenCodec,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const { token, maxStalenessMs } = readDemand(http.getRequest<FastifyRequest>().headers);
    const reply = http.getResponse<FastifyReply>();
    const handle = () => lastValueFrom(next.handle());

    if (token === undefined && maxStalenessMs === undefined) {
      return of(await this.read(undemanding, handle, reply).catch(withoutDemand));
    }
    // Verified: only such a read shows up to where it has seen, so that the next one need not go back.
    const options: ReadOptions = { mode: 'verified', ...(maxStalenessMs !== undefined && { maxStalenessMs }) };
    const inSession = (session: Session) => this.read(options, handle, reply, session);
    return of(await this.client.inSession(inSession, token && this.tokens.fromHeader(token)));
  }

  private async read(options: ReadOptions, handle: () => Promise<unknown>, reply: FastifyReply, session?: Session) {
    let settled: Settled | undefined;
    let result: ReadResult<Settled>;
    try {
      result = await this.client.read(
        options,
        async (view) => (settled = await this.scope.run(view, () => settle(handle()))),
      );
    } catch (error) {
      // It read nothing: the request was refused before, or Redis did not answer.
      if (settled) return unsettle(settled);
      throw error;
    }
    const { node, stalenessMs, outcome, value } = result;
    void reply.header(headerNames.servedBy, node.role).header(headerNames.outcome, outcome);
    if (Number.isFinite(stalenessMs)) void reply.header(headerNames.stalenessMs, Math.ceil(stalenessMs));
    const seen = await session?.token();
    if (seen !== undefined) void reply.header(headerNames.token, this.tokens.toHeader(seen));
    return unsettle(value);
  }
}

/** Nothing was demanded, so it is not for being too old that no node could answer. */
function withoutDemand(error: unknown): never {
  if (!(error instanceof RedisSplitError) || error.code !== 'REDIS_SPLIT_STALE') throw error;
  throw new RedisSplitError('REDIS_SPLIT_NO_NODE', error.message, { cause: error });
}
