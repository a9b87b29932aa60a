import { Controller, Get, Header } from '@nestjs/common';
import { ApiExcludeController } from '@nestjs/swagger';
import { paths } from '@sluice/api-contract/http';
import { SplitClient } from '@sluice/redis-split';
import { EventLoop } from '../event-loop/event-loop.ts';
import { LoadShedding } from '../overload/load-shedding.ts';
import { statusPage } from './status-page.ts';
import { statusScript } from './status-script.ts';
import { statusOf, type Status } from './status.ts';

/** A page for people: what this process knows of Redis, and how it is itself. */
@ApiExcludeController()
@Controller(paths.status)
export class StatusController {
  constructor(
    private readonly redis: SplitClient,
    private readonly shedding: LoadShedding,
    private readonly eventLoop: EventLoop,
  ) {}

  @Get()
  @Header('Content-Type', 'text/html; charset=utf-8')
  page(): string {
    return statusPage;
  }

  @Get('script.js')
  @Header('Content-Type', 'text/javascript; charset=utf-8')
  script(): string {
    return statusScript;
  }

  @Get('now.json')
  @Header('Cache-Control', 'no-store')
  now(): Status {
    return statusOf(this.redis.metrics(), this.shedding.now, this.eventLoop.lastSecond);
  }
}
