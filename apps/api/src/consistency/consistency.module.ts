import { Module } from '@nestjs/common';
import { ReadsInterceptor } from './reads.interceptor.ts';
import { RedisScope } from './redis-scope.ts';
import { TokenCodec } from './token-codec.ts';
import { WritesInterceptor } from './writes.interceptor.ts';

/** What is promised of reads and writes over HTTP: `@Reads()` and `@Writes()` on a handler. */
@Module({
  providers: [RedisScope, TokenCodec, ReadsInterceptor, WritesInterceptor],
  exports: [RedisScope, TokenCodec, ReadsInterceptor, WritesInterceptor],
})
export class ConsistencyModule {}
