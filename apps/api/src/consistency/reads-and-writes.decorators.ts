import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ReadDemands, Refuses, WriteDemands } from '../docs/answers.decorators.ts';
import { ReadsInterceptor } from './reads.interceptor.ts';
import { WritesInterceptor } from './writes.interceptor.ts';

/** The handler reads: as new as `Sluice-Token` and `Sluice-Max-Staleness-Ms` demand. */
export const Reads = () =>
  applyDecorators(UseInterceptors(ReadsInterceptor), ReadDemands(), Refuses(400, 409, 429, 503));

/** The handler writes: as durably as `Sluice-Durability` demands. */
export const Writes = () =>
  applyDecorators(UseInterceptors(WritesInterceptor), WriteDemands(), Refuses(400, 413, 415, 429, 503, 504));
