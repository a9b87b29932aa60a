import { Module, type OnApplicationShutdown } from '@nestjs/common';
import type { SplitOptions } from '../options.ts';
import { createSplitClient, SplitClient } from '../split-client.ts';
import { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } from './redis-split.module-definition.ts';

/**
 * Gives the application one `SplitClient`, everywhere unless `isGlobal` is false, and closes it when the application stops.
 *
 * @example
 * RedisSplitModule.forRoot({ topology: { kind: 'static', nodes: ['redis://redis-0:6379', 'redis://redis-1:6379'] } })
 */
@Module({
  providers: [
    {
      provide: SplitClient,
      inject: [MODULE_OPTIONS_TOKEN],
      useFactory: (options: SplitOptions) => createSplitClient(options),
    },
  ],
  exports: [SplitClient],
})
export class RedisSplitModule extends ConfigurableModuleClass implements OnApplicationShutdown {
  constructor(private readonly client: SplitClient) {
    super();
  }

  /** After Nest has closed HTTP, so that requests in flight keep their connections. */
  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
