import { monitorEventLoopDelay, performance, type EventLoopUtilization } from 'node:perf_hooks';
import { Injectable, type OnApplicationShutdown } from '@nestjs/common';

/** How busy the process was in one window of time. */
export interface LoopWindow {
  /** The part of the time in which it did not wait, 0 to 1. */
  readonly utilisation: number;
  /** By how much timers were late, in milliseconds: half of them by more. One long pause does not move it. */
  readonly medianLagMs: number;
  /** The longest of them. */
  readonly maxLagMs: number;
}

type Listener = (window: LoopWindow) => void;

/** How long a window is. Averaged over a minute a step of load would be smoothed away; Node itself averages over its life. */
export const windowMs = 250;

/** Distance of the timers that measure lag; they are late by this less what the histogram says. */
const resolutionMs = 20;

/** Measures the event loop window by window: one timer for all who want to know. */
@Injectable()
export class EventLoop implements OnApplicationShutdown {
  private readonly listeners: Listener[] = [];
  private readonly delay = monitorEventLoopDelay({ resolution: resolutionMs });
  private before: EventLoopUtilization = performance.eventLoopUtilization();
  private readonly timer = setInterval(() => this.close(), windowMs).unref();

  constructor() {
    this.delay.enable();
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
    const { utilization } = performance.eventLoopUtilization(now, this.before);
    const window = {
      utilisation: utilization,
      medianLagMs: lagMs(this.delay.percentile(50)),
      maxLagMs: lagMs(this.delay.max),
    };
    this.before = now;
    this.delay.reset();
    for (const listener of this.listeners) listener(window);
  }
}

const lagMs = (delayNs: number): number => Math.max(0, delayNs / 1e6 - resolutionMs);
