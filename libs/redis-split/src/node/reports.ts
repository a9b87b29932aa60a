import { performance } from 'node:perf_hooks';
import type { Redis } from 'ioredis';
import { parseReplicationInfo, type ReplicationInfo } from './replication-info.ts';
import { writeTogether } from './write-together.ts';

/** What a server said of itself, and when it was asked. */
export interface Report {
  readonly info: ReplicationInfo;
  /** When the question was sent, on this process's monotonic clock, in milliseconds. */
  readonly sentAtMs: number;
  /** Number of the connection, unique in this process: what was said on one proves nothing about another. */
  readonly epoch: number;
}

/** What a server said right before and right after some commands. */
export interface Around {
  readonly before: Report;
  readonly after: Report;
}

/** All that were ever opened here. */
let connections = 0;

/**
 * Asks one server for its place in replication. A server executes what comes on one connection in order, so what a report
 * proves about a command depends on which of them was sent first: the questions are placed here, and shared by all commands
 * of one tick.
 */
export class Reports {
  readonly #redis: Redis;
  readonly #onReport: (report: Report) => void;
  #epoch = ++connections;
  #around: Promise<Around> | undefined;
  #following: Promise<Report> | undefined;

  constructor(redis: Redis, onReport: (report: Report) => void) {
    this.#redis = redis;
    this.#onReport = onReport;
    // Not at `ready`: as soon as a connection is open, ioredis sends INFO over it.
    redis.on('close', () => (this.#epoch = ++connections));
  }

  get epoch(): number {
    return this.#epoch;
  }

  /** Ask at once. */
  async now(): Promise<Report> {
    const epoch = this.#epoch;
    const sentAtMs = performance.now();
    writeTogether(this.#redis);
    const info = parseReplicationInfo(await this.#redis.info('replication'));
    const report = { info, sentAtMs, epoch };
    this.#onReport(report);
    return report;
  }

  /**
   * Two reports around whatever is sent next in this tick: one asked now, or earlier in this tick, and the one that follows.
   * A server answers in order, so waiting for the answer first costs nothing.
   */
  around(): Promise<Around> {
    if (!this.#around) {
      this.#around = Promise.all([this.now(), this.following()]).then(([before, after]) => ({ before, after }));
      // Whoever waits for an answer first learns of the failure by that.
      this.#around.catch(() => undefined);
    }
    return this.#around;
  }

  /** A report that follows whatever was sent so far: asked when this tick is over. */
  following(): Promise<Report> {
    this.#following ??= new Promise((resolve) => {
      // Not a microtask: the promises that one packet of replies resolves should share a report.
      setImmediate(() => {
        this.#around = undefined;
        this.#following = undefined;
        resolve(this.now());
      });
    });
    return this.#following;
  }
}
