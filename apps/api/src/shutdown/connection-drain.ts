import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';

/**
 * From the first moment of a shutdown every response says `Connection: close`, so that clients with a kept-alive
 * connection move to another pod while this one still serves.
 *
 * The order of a shutdown: this → readiness off and `SHUTDOWN_DRAIN_MS` (terminus) → HTTP closes, requests in flight
 * finish → Redis closes (`SplitClient`).
 */
@Injectable()
export class ConnectionDrain implements OnModuleInit, OnModuleDestroy {
  private draining = false;

  constructor(private readonly host: HttpAdapterHost<FastifyAdapter>) {}

  onModuleInit(): void {
    // `onSend`, not `onRequest`: a request that was in flight when the signal came must tell its client too.
    this.host.httpAdapter.getInstance().addHook('onSend', (_request, reply, payload, done) => {
      if (this.draining) reply.header('Connection', 'close');
      done(null, payload);
    });
  }

  /** The first of Nest's shutdown hooks. */
  onModuleDestroy(): void {
    this.draining = true;
  }
}
