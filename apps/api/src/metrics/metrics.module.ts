import { Module } from '@nestjs/common';
import { paths } from '@sluice/api-contract/http';
import { metricNames } from '@sluice/api-contract/metrics';
import { SplitClient } from '@sluice/redis-split';
import {
  PrometheusModule,
  makeCounterProvider,
  makeGaugeProvider,
  makeHistogramProvider,
} from '@willsoto/nestjs-prometheus';
import type { Gauge } from 'prom-client';
import { RequestMetrics } from './request-metrics.ts';

@Module({
  imports: [PrometheusModule.register({ path: paths.metrics })],
  providers: [
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
    makeGaugeProvider({
      name: metricNames.redisNodeReady,
      help: '1 when commands may be sent to that Redis node',
      labelNames: ['role', 'address'],
      inject: [SplitClient],
      collect(this: Gauge, redis: SplitClient) {
        for (const { role, address, ready } of redis.nodes()) this.set({ role, address }, ready ? 1 : 0);
      },
    }),
    RequestMetrics,
  ],
})
export class MetricsModule {}
