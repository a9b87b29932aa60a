import type { Point } from './points.ts';

/** What happened in one second of the load. */
export interface LoadSecond {
  sent: number;
  ok: number;
  failed: number;
  dropped: number;
  /** Of the requests that ended in this second, failed ones too: a time-out is not fast. */
  readonly latenciesMs: number[];
}

/** Folds k6's points into seconds as they come, so that a run needs little memory. */
export class LoadTally {
  #startMs: number | undefined;
  readonly #early: Point[] = [];
  readonly #seconds: LoadSecond[] = [];

  /** When the load began, in ms since the epoch; undefined until k6 said so. */
  get startMs(): number | undefined {
    return this.#startMs;
  }

  /** One entry for each second from the start of the load. */
  get seconds(): readonly LoadSecond[] {
    return this.#seconds;
  }

  add(point: Point): void {
    if (point.kind === 'start') {
      this.#startMs = point.atMs;
      for (const early of this.#early.splice(0)) this.add(early);
    } else if (this.#startMs === undefined) {
      this.#early.push(point);
    } else if (point.kind === 'dropped') {
      this.#at(point.atMs, this.#startMs).dropped += point.count;
    } else {
      this.#at(point.endedMs - point.latencyMs, this.#startMs).sent += 1;
      const ended = this.#at(point.endedMs, this.#startMs);
      ended[point.ok ? 'ok' : 'failed'] += 1;
      ended.latenciesMs.push(point.latencyMs);
    }
  }

  #at(atMs: number, startMs: number): LoadSecond {
    // A latency is finer than the clock: a first request may seem to begin a fraction before the load.
    const second = Math.max(0, Math.floor((atMs - startMs) / 1000));
    for (let next = this.#seconds.length; next <= second; next += 1)
      this.#seconds.push({ sent: 0, ok: 0, failed: 0, dropped: 0, latenciesMs: [] });
    return this.#seconds[second]!;
  }
}
