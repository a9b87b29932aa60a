import { Injectable, type OnModuleInit, type Provider } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { metricNames } from '@sluice/api-contract/metrics';
import { InjectMetric, makeCounterProvider, makeHistogramProvider } from '@willsoto/nestjs-prometheus';
import { Counter, Histogram } from 'prom-client';

/** One label for whatever has no route: the number of series must not depend on what strangers ask for. */
const unknownRoute = 'unknown';

/** Rate, errors and duration. */
export const requestMetrics: readonly Provider[] = [
  makeCounterProvider({
    name: metricNames.httpRequests,
    help: 'Requests answered',
    labelNames: ['method', 'route', 'status'],
  }),
  makeHistogramProvider({
    name: metricNames.httpRequestDuration,
    help: 'Seconds from the request to the end of its response',
    labelNames: ['method', 'route'],
    buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5],
  }),
];

/** Counts and times each request after its response, so 404s, bad input and failures too. */
@Injectable()
export class RequestMetrics implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost<FastifyAdapter>,
    @InjectMetric(metricNames.httpRequests) private readonly requests: Counter,
    @InjectMetric(metricNames.httpRequestDuration) private readonly duration: Histogram,
  ) {}

  onModuleInit(): void {
    const server = this.host.httpAdapter.getInstance();
    server.addHook('onResponse', (request, reply, done) => {
      const route = request.is404 ? unknownRoute : (request.routeOptions.url ?? unknownRoute);
      const { method } = request;
      this.requests.inc({ method, route, status: reply.statusCode });
      this.duration.observe({ method, route }, reply.elapsedTime / 1000);
      done();
    });
  }
}
