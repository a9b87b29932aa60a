import { applyDecorators, UseInterceptors } from '@nestjs/common';
import { ReadsInterceptor } from './reads.interceptor.ts';
import { WritesInterceptor } from './writes.interceptor.ts';

/** The handler reads: as new as `Sluice-Token` and `Sluice-Max-Staleness-Ms` demand. */
export const Reads = () => applyDecorators(UseInterceptors(ReadsInterceptor));

/** The handler writes: as durably as `Sluice-Durability` demands. */
export const Writes = () => applyDecorators(UseInterceptors(WritesInterceptor));
