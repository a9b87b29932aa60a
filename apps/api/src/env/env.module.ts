import { Module, type DynamicModule } from '@nestjs/common';
import type { Env } from '@sluice/api-contract/env';

/** Injects the environment: `@Inject(ENV) env: Env`. */
export const ENV = Symbol('ENV');

@Module({})
export class EnvModule {
  static for(env: Env): DynamicModule {
    return { module: EnvModule, global: true, providers: [{ provide: ENV, useValue: env }], exports: [ENV] };
  }
}
