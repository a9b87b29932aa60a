import { Module } from '@nestjs/common';
import { EventLoop } from './event-loop.ts';

@Module({ providers: [EventLoop], exports: [EventLoop] })
export class EventLoopModule {}
