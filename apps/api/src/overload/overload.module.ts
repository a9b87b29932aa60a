import { Module } from '@nestjs/common';
import { metricNames } from '@sluice/api-contract/metrics';
import { makeCounterProvider, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import type { Counter, Gauge } from 'prom-client';
import { EventLoopModule } from '../event-loop/event-loop.module.ts';
import { LoadShedding } from './load-shedding.ts';

/** What a process does about more requests than it can serve. */
@Module({
  imports: [EventLoopModule],
  exports: [LoadShedding],
  providers: [
    LoadShedding,
    makeCounterProvider({
      name: metricNames.httpOffered,
      help: 'Requests that came, counted before any work',
      inject: [LoadShedding],
      collect(this: Counter, { now }: LoadShedding) {
        this.reset();
        this.inc(now.offered);
      },
    }),
    makeCounterProvider({
      name: metricNames.httpShed,
      help: 'Requests refused at once for overload',
      inject: [LoadShedding],
      collect(this: Counter, { now }: LoadShedding) {
        this.reset();
        this.inc(now.shed);
      },
    }),
    makeGaugeProvider({
      name: metricNames.httpInFlight,
      help: 'Requests in flight',
      inject: [LoadShedding],
      collect(this: Gauge, { now }: LoadShedding) {
        this.set(now.inFlight);
      },
    }),
    makeGaugeProvider({
      name: metricNames.httpInFlightLimit,
      help: 'How many requests may be in flight',
      inject: [LoadShedding],
      collect(this: Gauge, { now }: LoadShedding) {
        this.set(now.limit);
      },
    }),
  ],
})
export class OverloadModule {}
