import { Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '@sluice/api-contract/env';
import { paths } from '@sluice/api-contract/http';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { EventLoopModule } from '../event-loop/event-loop.module.ts';
import { buildInfo } from './build-info.ts';
import { eventLoopMetrics } from './event-loop-metrics.ts';
import { redisSplitMetrics } from './redis-split-metrics.ts';
import { RequestMetrics, requestMetrics } from './request-metrics.ts';

@Module({})
export class MetricsModule {
  static for(env: Pick<Env, 'SLUICE_COMMIT'>): DynamicModule {
    return {
      module: MetricsModule,
      imports: [PrometheusModule.register({ path: paths.metrics }), EventLoopModule],
      providers: [
        buildInfo(env.SLUICE_COMMIT),
        ...eventLoopMetrics,
        ...redisSplitMetrics,
        ...requestMetrics,
        RequestMetrics,
      ],
    };
  }
}
