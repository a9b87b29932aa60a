import { Module } from '@nestjs/common';
import { Consistency } from './consistency.ts';
import { TokenCodec } from './token-codec.ts';

/** What is promised of reads and writes over HTTP: `@Reads()` and `@Writes()` on a handler. */
@Module({ providers: [Consistency, TokenCodec] })
export class ConsistencyModule {}
