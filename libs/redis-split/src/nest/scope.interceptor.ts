import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { lastValueFrom, of, type Observable } from 'rxjs';
import type { DurableOptions } from '../durable/durable-options.ts';
import type { ReadOptions } from '../freshness/demand.ts';
import { SplitClient } from '../split-client.ts';

/** Where `@Reads` and `@Durable` leave their options. */
export const SCOPE = { reads: 'redis-split:reads', durable: 'redis-split:durable' } as const;

/** Runs a handler under the options of `@Reads` and `@Durable`, those of the handler before those of its class. */
@Injectable()
export class ScopeInterceptor implements NestInterceptor {
  constructor(
    private readonly client: SplitClient,
    private readonly reflector: Reflector,
  ) {}

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const places = [context.getHandler(), context.getClass()];
    const reads = this.reflector.getAllAndOverride<ReadOptions | undefined>(SCOPE.reads, places);
    const durable = this.reflector.getAllAndOverride<DurableOptions | undefined>(SCOPE.durable, places);
    const handle = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    return of(await this.client.inScope({ ...(reads && { reads }), ...(durable && { durable }) }, handle));
  }
}
