import { monitorEventLoopDelay, performance, type EventLoopUtilization } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { together, type LoopWindow } from './loop-window.ts';

type Listener = (window: LoopWindow) => void;

/** How long a window is. Averaged over a minute a step of load would be smoothed away; Node itself averages over its life. */
const windowMs = 250;
const windowsPerSecond = 1000 / windowMs;

/** Distance of the timers that measure lag; they are late by what the histogram says, less this. */
const resolutionMs = 20;

/** Measures the event loop window by window: one timer for all who want to know. */
@Injectable()
export class EventLoop implements OnApplicationShutdown {
  private readonly listeners: Listener[] = [];
  private readonly delay = monitorEventLoopDelay({ resolution: resolutionMs });
  private before: EventLoopUtilization = performance.eventLoopUtilization();
  private recent: readonly LoopWindow[] = [];
  private readonly timer = setInterval(() => this.close(), windowMs).unref();

  constructor() {
    this.delay.enable();
  }

  /** The windows of the last second as one. */
  get lastSecond(): LoopWindow {
    return together(this.recent);
  }

  /** Told of every window when it is over. */
  onWindow(listener: Listener): void {
    this.listeners.push(listener);
  }

  onApplicationShutdown(): void {
    clearInterval(this.timer);
    this.delay.disable();
  }

  private close(): void {
    const now = performance.eventLoopUtilization();
    const window = {
      utilisation: performance.eventLoopUtilization(now, this.before).utilization,
      medianLagMs: lagMs(this.delay.percentile(50)),
      maxLagMs: lagMs(this.delay.max),
    };
    this.before = now;
    this.delay.reset();
    this.recent = [...this.recent, window].slice(-windowsPerSecond);
    for (const listener of this.listeners) listener(window);
  }
}

const lagMs = (delayNs: number): number => Math.max(0, delayNs / 1e6 - resolutionMs);
