import { Module } from '@nestjs/common';
import { EventLoopModule } from '../event-loop/event-loop.module.ts';
import { OverloadModule } from '../overload/overload.module.ts';
import { StatusController } from './status.controller.ts';

@Module({ imports: [EventLoopModule, OverloadModule], controllers: [StatusController] })
export class StatusModule {}
