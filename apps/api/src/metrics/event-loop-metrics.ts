import { performance } from 'node:perf_hooks';
import type { Provider } from '@nestjs/common';
import { metricNames } from '@sluice/api-contract/metrics';
import { makeCounterProvider, makeGaugeProvider } from '@willsoto/nestjs-prometheus';
import type { Counter, Gauge } from 'prom-client';
import { EventLoop } from '../event-loop/event-loop.ts';

/**
 * The counters are right for every window and every scraper: take their rate. The gauges are of the last second, whoever
 * asks how often: what is averaged from scrape to scrape would change with a second scraper.
 */
export const eventLoopMetrics: readonly Provider[] = [
  makeCounterProvider({
    name: metricNames.eventLoopActive,
    help: 'Seconds in which the event loop ran something',
    collect(this: Counter) {
      this.reset();
      this.inc(performance.eventLoopUtilization().active / 1000);
    },
  }),
  makeCounterProvider({
    name: metricNames.eventLoopIdle,
    help: 'Seconds in which the event loop waited',
    collect(this: Counter) {
      this.reset();
      this.inc(performance.eventLoopUtilization().idle / 1000);
    },
  }),
  makeGaugeProvider({
    name: metricNames.eventLoopUtilisation,
    help: 'The part of the last second in which the event loop ran something',
    inject: [EventLoop],
    collect(this: Gauge, { lastSecond }: EventLoop) {
      this.set(lastSecond.utilisation);
    },
  }),
  makeGaugeProvider({
    name: metricNames.eventLoopLag,
    help: 'By how much timers were late in the last second',
    labelNames: ['quantile'],
    inject: [EventLoop],
    collect(this: Gauge, { lastSecond }: EventLoop) {
      this.set({ quantile: '0.5' }, lastSecond.medianLagMs / 1000);
      this.set({ quantile: '1' }, lastSecond.maxLagMs / 1000);
    },
  }),
];
