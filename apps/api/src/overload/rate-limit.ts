import rateLimit from '@fastify/rate-limit';
import { HttpException } from '@nestjs/common';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import { isUnshed } from './unshed-paths.ts';

/** So many clients are remembered, the most recent ones: strangers cannot fill the memory. */
const mostClients = 10_000;

/** One client may send only so many requests in a second to this process. Before any route: it adds itself to each. */
export async function limitRate(adapter: FastifyAdapter, maxPerS: number): Promise<void> {
  await adapter.getInstance().register(rateLimit, {
    max: maxPerS,
    timeWindow: 1000,
    cache: mostClients,
    allowList: ({ url }) => isUnshed(url),
    errorResponseBuilder: () => new HttpException(`Expected at most ${maxPerS} requests per second of one client`, 429),
  });
}
