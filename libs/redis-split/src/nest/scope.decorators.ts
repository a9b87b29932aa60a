import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { resolveDurableOptions, type DurableOptions } from '../durable/durable-options.ts';
import { demandOf, type ReadOptions } from '../freshness/demand.ts';
import { ScopeInterceptor, SCOPE } from './scope.interceptor.ts';

/**
 * What reads ask for in everything that the handler, or every handler of the class, calls.
 *
 * @example
 * @Reads({ maxStalenessMs: 200 })
 * @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION`, when the class is defined
 */
export function Reads(options: Omit<ReadOptions, 'after'>): ClassDecorator & MethodDecorator {
  demandOf(options);
  return applyDecorators(SetMetadata(SCOPE.reads, options), UseInterceptors(ScopeInterceptor));
}

/**
 * Whatever the handler, or every handler of the class, writes is answered only when so many replicas have it.
 *
 * @example
 * @Durable({ replicas: 1, timeoutMs: 100 })
 * @throws RedisSplitError `REDIS_SPLIT_INVALID_OPTION`, when the class is defined
 */
export function Durable(options: DurableOptions): ClassDecorator & MethodDecorator {
  return applyDecorators(SetMetadata(SCOPE.durable, resolveDurableOptions(options)), UseInterceptors(ScopeInterceptor));
}
