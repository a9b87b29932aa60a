import { Inject, Module, type OnApplicationShutdown } from '@nestjs/common';
import type { SplitClient } from '../split-client.ts';
import { CLIENT, ConfigurableModuleClass } from './redis-split.module-definition.ts';

/**
 * Gives the application a `SplitClient`, everywhere unless `isGlobal` is false, and closes it when the application stops. With
 * a `name` there may be several; it stands beside the factory in `forRootAsync`.
 *
 * @example
 * RedisSplitModule.forRoot({ topology: { kind: 'static', nodes: ['redis://redis-0:6379', 'redis://redis-1:6379'] } })
 * RedisSplitModule.forRootAsync({ name: 'sessions', inject: [ENV], useFactory: (env: Env) => ({ topology: env.sessions }) })
 */
@Module({})
export class RedisSplitModule extends ConfigurableModuleClass implements OnApplicationShutdown {
  constructor(@Inject(CLIENT) private readonly client: SplitClient) {
    super();
  }

  /** After Nest has closed HTTP, so that requests in flight keep their connections. */
  async onApplicationShutdown(): Promise<void> {
    await this.client.close();
  }
}
