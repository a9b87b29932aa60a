import { Inject, Injectable, ServiceUnavailableException, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Env } from '@sluice/api-contract/env';
import { ENV } from '../env/env.module.ts';
import { EventLoop } from '../event-loop/event-loop.ts';
import { nextInFlightLimit } from './in-flight-limit.ts';
import { isUnshed } from './unshed-paths.ts';

/** So many are always let in: a lag that comes from elsewhere must not shut the service. */
const leastInFlight = 16;

/**
 * Refuses at once what cannot be served in time, so that what is let in can be. Counts every request before any work: the
 * autoscaler needs the demand, and one that is refused is demand too.
 */
@Injectable()
export class LoadShedding implements OnModuleInit {
  private inFlight = 0;
  private offeredCount = 0;
  private shedCount = 0;
  private limit: number;

  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    private readonly eventLoop: EventLoop,
    @Inject(ENV) private readonly env: Env,
  ) {
    this.limit = env.MAX_IN_FLIGHT;
  }

  /** Requests in flight and how many may be; how many came and were refused since the start. */
  get now(): Readonly<Record<'inFlight' | 'limit' | 'offered' | 'shed', number>> {
    return { inFlight: this.inFlight, limit: this.limit, offered: this.offeredCount, shed: this.shedCount };
  }

  onModuleInit(): void {
    this.host.httpAdapter.getInstance().addHook('onRequest', (request, reply, done) => {
      if (isUnshed(request.url)) return done();
      this.offeredCount++;
      if (this.inFlight >= this.limit) {
        this.shedCount++;
        return done(new ServiceUnavailableException('Too many requests are in flight here: try again'));
      }
      this.inFlight++;
      // `close` comes for every response, also when its client has gone away.
      reply.raw.once('close', () => this.inFlight--);
      done();
    });
    this.eventLoop.onWindow(({ medianLagMs }) => {
      const { MAX_IN_FLIGHT: max, MAX_EVENT_LOOP_LAG_MS: maxLagMs } = this.env;
      this.limit = nextInFlightLimit(this.limit, medianLagMs, {
        min: Math.min(leastInFlight, max),
        ...{ max, maxLagMs },
      });
    });
  }
}
