import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { SplitOptions } from '../options.ts';
import { createSplitClient, SplitClient } from '../split-client.ts';
import { splitClientToken } from './client-token.ts';

/** The client of one module, whatever its name. */
export const CLIENT = Symbol('redis-split client');

const OPTIONS = Symbol('redis-split options');

export const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<Omit<SplitOptions, 'name'>>({
  moduleName: 'RedisSplit',
  optionsInjectionToken: OPTIONS,
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createRedisSplitOptions')
  .setExtras({ isGlobal: true, name: 'default' }, (definition, { isGlobal, name }) => {
    const token = splitClientToken(name);
    const client = {
      provide: CLIENT,
      inject: [OPTIONS],
      useFactory: (options: SplitOptions): SplitClient => createSplitClient({ ...options, name }),
    };
    return {
      ...definition,
      global: isGlobal,
      providers: [...(definition.providers ?? []), client, { provide: token, useExisting: CLIENT }],
      exports: [...(definition.exports ?? []), token],
    };
  })
  .build();
