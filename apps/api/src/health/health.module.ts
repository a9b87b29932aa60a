import { Module, type DynamicModule } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { RedisSplitHealth } from '@sluice/redis-split/terminus';
import { HealthController } from './health.controller.ts';

@Module({ controllers: [HealthController], providers: [RedisSplitHealth] })
export class HealthModule {
  /** `drainMs`: how long the process serves on after SIGTERM, with readiness off, in milliseconds. */
  static for({ drainMs }: { readonly drainMs: number }): DynamicModule {
    return { module: HealthModule, imports: [TerminusModule.forRoot({ gracefulShutdownTimeoutMs: drainMs })] };
  }
}
