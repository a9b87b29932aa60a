import { applyDecorators } from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import type { FastifyContextConfig } from 'fastify';
import { ReadDemands, Refuses, WriteDemands } from '../docs/answers.decorators.ts';

/** The handler reads: as new as `Sluice-Token` and `Sluice-Max-Staleness-Ms` demand. */
export const Reads = () => applyDecorators(route({ consistency: 'reads' }), ReadDemands(), Refuses(400, 409, 429, 503));

/** The handler writes: as durably as `Sluice-Durability` demands. */
export const Writes = () =>
  applyDecorators(route({ consistency: 'writes' }), WriteDemands(), Refuses(400, 413, 415, 429, 503, 504));

const route = (config: FastifyContextConfig) => RouteConfig(config);
