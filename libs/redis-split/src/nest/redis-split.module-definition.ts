import { ConfigurableModuleBuilder } from '@nestjs/common';
import type { SplitOptions } from '../options.ts';

export const { ConfigurableModuleClass, MODULE_OPTIONS_TOKEN } = new ConfigurableModuleBuilder<SplitOptions>({
  moduleName: 'RedisSplit',
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createRedisSplitOptions')
  .setExtras({ isGlobal: true }, (definition, { isGlobal }) => ({ ...definition, global: isGlobal }))
  .build();
