export { CausalSessionInterceptor, TOKEN_HEADER } from './causal-session.interceptor.ts';
export { InjectSplitClient, splitClientToken } from './client-token.ts';
export { RedisSplitModule } from './redis-split.module.ts';
export { Durable, Reads } from './scope.decorators.ts';
