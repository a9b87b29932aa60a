import { randomUUID } from 'node:crypto';
import { Controller, Get } from '@nestjs/common';
import { ApiProduces } from '@nestjs/swagger';
import { paths } from '@sluice/api-contract/http';
import { z } from 'zod';
import { Answers } from '../docs/answers.decorators.ts';

@Controller()
export class HelloController {
  /** Differs in each process, so a client sees how many of them answer. */
  private readonly processId = randomUUID();

  @Get(paths.root)
  @ApiProduces('text/plain')
  @Answers(200, 'Which process answers, and when', z.string())
  hello(): string {
    return `It is working, good job ${this.processId} ${Date.now()}`;
  }
}
