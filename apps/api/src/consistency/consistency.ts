import { AsyncLocalStorage } from 'node:async_hooks';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { Inject, Injectable, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Env } from '@sluice/api-contract/env';
import { headerNames } from '@sluice/api-contract/http';
import { SplitClient, type ReadMessage, type ScopeOptions, type Session } from '@sluice/redis-split';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { ENV } from '../env/env.module.ts';
import { readDemand, writeDemand } from './demand.ts';
import { proofOf, type Answered } from './proof.ts';
import { TokenCodec } from './token-codec.ts';

/** One request and what was learned of the data behind its answer. */
interface Exchange {
  readonly answers: Answered[];
  session?: Session;
}

declare module 'fastify' {
  interface FastifyContextConfig {
    /** What the handler does with the data. */
    consistency?: 'reads' | 'writes';
  }
}

/**
 * Lets a handler read as new, and write as durably, as the headers of its request demand, and says in those of the reply what
 * was proved. Every command that is sent while the handler runs is in the scope; who sends it knows nothing of that.
 *
 * Hooks of the server, not an interceptor: they also see errors, which have a state of the data behind them too (a 404 was read
 * somewhere, what a precondition refused was compared somewhere), and they cost a fifth of it.
 */
@Injectable()
export class Consistency implements OnModuleInit, OnApplicationShutdown {
  private readonly exchanges = new WeakMap<FastifyRequest, Exchange>();
  private readonly exchangeNow = new AsyncLocalStorage<Exchange>();

  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly client: SplitClient,
    private readonly tokens: TokenCodec,
    @Inject(ENV) private readonly env: Env,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance();
    server.addHook('preHandler', (request, _reply, done) => this.begin(request, done));
    server.addHook('onSend', (request, reply, payload, done) => {
      const exchange = this.exchanges.get(request);
      if (!exchange) return done(null, payload);
      sayProof(reply, exchange);
      if (!exchange.session) return done(null, payload);
      this.sayToken(reply, exchange.session).then(() => done(null, payload), done);
    });
    subscribe('redis-split:read', this.noteRead);
  }

  onApplicationShutdown(): void {
    unsubscribe('redis-split:read', this.noteRead);
  }

  /** The client tells of each read in the async context of whoever asked. */
  private readonly noteRead = (message: unknown): void => {
    const { outcome, stalenessMs } = message as ReadMessage;
    if (outcome !== 'failed') this.exchangeNow.getStore()?.answers.push({ outcome, stalenessMs });
  };

  private begin(request: FastifyRequest, done: (error?: Error) => void): void {
    const { consistency } = request.routeOptions.config;
    if (!consistency) return done();
    const exchange: Exchange = { answers: [] };
    this.exchanges.set(request, exchange);
    const handle = () => this.exchangeNow.run(exchange, done);
    try {
      const demand = consistency === 'reads' ? readDemand(request.headers) : writeDemand(request.headers);
      const { token, maxStalenessMs, durability } = demand;
      if (consistency === 'reads' && token === undefined && maxStalenessMs === undefined) return handle();
      const scope: ScopeOptions = {
        // Verified: only such a read shows up to where it has seen, so that the next one need not go back.
        ...(consistency === 'reads' && { reads: { mode: 'verified', onStale: 'primary', maxStalenessMs } }),
        ...(durability && { durable: { replicas: durability, timeoutMs: this.env.DURABILITY_TIMEOUT_MS } }),
      };
      const inSession = (session: Session) => {
        exchange.session = session;
        // The scope belongs to all that is begun in it; nobody waits here for its end.
        return this.client.inScope(scope, () => Promise.resolve(handle()));
      };
      this.client.inSession(inSession, token && this.tokens.fromHeader(token)).catch(done);
    } catch (error) {
      done(error as Error);
    }
  }

  /**
   * A write that failed may have a token too: what was not confirmed was written all the same. One that succeeded must have
   * it: without, nobody knows whether the primary still has the write, and the session's error says so.
   */
  private async sayToken(reply: FastifyReply, session: Session): Promise<void> {
    const token = await session.token().catch((error: unknown) => {
      if (reply.statusCode < 400) throw error;
      return undefined;
    });
    if (token === undefined) return;
    void reply.header(headerNames.token, this.tokens.toHeader(token));
    if (!reply.hasHeader(headerNames.servedBy)) void reply.header(headerNames.servedBy, 'primary');
  }
}

function sayProof(reply: FastifyReply, { answers }: Exchange): void {
  const proof = proofOf(answers);
  if (!proof) return;
  const { servedBy, outcome, stalenessMs } = proof;
  void reply.header(headerNames.servedBy, servedBy).header(headerNames.outcome, outcome);
  if (Number.isFinite(stalenessMs)) void reply.header(headerNames.stalenessMs, Math.ceil(stalenessMs));
}
