import { randomUUID } from 'node:crypto';
import { Controller, Get } from '@nestjs/common';
import { paths } from '@sluice/api-contract/http';

@Controller()
export class HelloController {
  /** Differs in each process, so a client sees how many of them answer. */
  private readonly processId = randomUUID();

  @Get(paths.root)
  hello(): string {
    return `It is working, good job ${this.processId} ${Date.now()}`;
  }
}
