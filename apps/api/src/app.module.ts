import { Module, StandardSchemaValidationPipe, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import type { Env } from '@sluice/api-contract/env';
import type { SplitOptions } from '@sluice/redis-split';
import { RedisSplitModule } from '@sluice/redis-split/nest';
import { LoggerModule } from 'nestjs-pino';
import { ConsistencyModule } from './consistency/consistency.module.ts';
import { EnvModule } from './env/env.module.ts';
import { HttpErrorFilter } from './errors/http-error.filter.ts';
import { HealthModule } from './health/health.module.ts';
import { HelloController } from './hello/hello.controller.ts';
import { ItemsModule } from './items/items.module.ts';
import { logging } from './logging/logging.ts';
import { RequestLog } from './logging/request-log.ts';
import { MetricsModule } from './metrics/metrics.module.ts';
import { OverloadModule } from './overload/overload.module.ts';
import { ConnectionDrain } from './shutdown/connection-drain.ts';
import { LogConnections } from './start/log-connections.ts';
import { SeedItem } from './start/seed-item.ts';
import { StatusModule } from './status/status.module.ts';
import type { Tracing } from './tracing/tracing.ts';

const TRACING = Symbol('TRACING');

/** Wiring only. */
@Module({})
export class AppModule {
  /** @param tracing ends with the application */
  static for(env: Env, redis: SplitOptions, tracing?: Tracing): DynamicModule {
    return {
      module: AppModule,
      imports: [
        EnvModule.for(env),
        LoggerModule.forRoot(logging(env.LOG_LEVEL)),
        RedisSplitModule.forRoot(redis),
        ConsistencyModule,
        OverloadModule,
        StatusModule,
        HealthModule.for({ drainMs: env.SHUTDOWN_DRAIN_MS }),
        MetricsModule.for(env),
        ItemsModule.for({ maxIdCharacters: env.MAX_ID_CHARACTERS }),
      ],
      controllers: [HelloController],
      providers: [
        { provide: APP_FILTER, useClass: HttpErrorFilter },
        { provide: APP_PIPE, useClass: StandardSchemaValidationPipe },
        RequestLog,
        ConnectionDrain,
        LogConnections,
        ...(env.SLUICE_SEED_ITEM ? [SeedItem] : []),
        ...(tracing ? [{ provide: TRACING, useValue: tracing }] : []),
      ],
    };
  }
}
