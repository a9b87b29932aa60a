import { Controller, Get } from '@nestjs/common';
import { HealthCheck, HealthCheckService, type HealthCheckResult } from '@nestjs/terminus';
import { paths } from '@sluice/api-contract/http';
import { ApiProduces } from '@nestjs/swagger';
import { SplitClient } from '@sluice/redis-split';
import { RedisSplitHealth } from '@sluice/redis-split/terminus';
import { z } from 'zod';
import { Answers, Refuses } from '../docs/answers.decorators.ts';

@Controller()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly redisHealth: RedisSplitHealth,
    private readonly redis: SplitClient,
  ) {}

  /** The process has started: from then on the other two count. It does not wait for Redis, which may be long in coming. */
  @Get(paths.startupz)
  @ApiProduces('text/plain')
  @Answers(200, 'The process has started', z.literal('ok'))
  started(): string {
    return 'ok';
  }

  /** The process answers. Knows nothing of Redis: restarting every pod heals no Redis. */
  @Get(paths.livez)
  @ApiProduces('text/plain')
  @Answers(200, 'The process answers', z.literal('ok'))
  alive(): string {
    return 'ok';
  }

  /** Reads can be served. Off while Redis serves none, and from the first moment of a shutdown. */
  @Get(paths.readyz)
  @HealthCheck({ swaggerDocumentation: false })
  @Answers(200, 'Reads can be served; `degraded` when a Redis node is missing')
  @Refuses(503)
  ready(): Promise<HealthCheckResult> {
    return this.health.check([() => this.redisHealth.check('redis', this.redis)]);
  }
}
