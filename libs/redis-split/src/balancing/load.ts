import { ejectionMs } from './ejection.ts';
import { PeakEwma } from './peak-ewma.ts';

/**
 * Below this, in milliseconds, a difference of latencies is our own event loop's and not worth to leave a node without reads: then
 * only what is in flight counts.
 */
const LEAST_LATENCY_MS = 0.5;
/** Least share of its weight that a node has that is new, or was left alone. */
const LEAST_WARMTH = 0.1;
/** The stamps of two connections must differ, also when they are made in the same instant. */
const NEXT_INSTANT_MS = 2 ** -10;

export interface LoadSettings {
  /** How long after it was connected, or left alone, a node gets less than its share, in milliseconds: its caches are cold. */
  readonly slowStartMs: number;
  /** Between 0 and 1, for jitter. */
  readonly random: () => number;
}

/**
 * How busy, fast and reliable one node is, as seen by this client. It is asked and told by every read, so an attempt is just
 * a number, its stamp, which `begin` gives and `end`, `fail` or `release` takes back, once. All times are in milliseconds of
 * one monotonic clock.
 */
export class NodeLoad {
  readonly #settings: LoadSettings;
  readonly #latency = new PeakEwma();
  #lastLatencyMs = 0;
  #inFlight = 0;
  #failures = 0;
  #failedAtMs = -Infinity;
  #ejectedUntilMs = -Infinity;
  /** From then on it gets more and more. */
  #usedFromMs = -Infinity;
  /** What was begun before belongs to another connection, so the start of an attempt says which one it ran on. */
  #firstStamp = -Infinity;
  #lastStamp = -Infinity;

  constructor(settings: LoadSettings) {
    this.#settings = settings;
  }

  /**
   * The node was connected anew, and may be another server: what was in flight or measured says nothing of it. Failures
   * count on until it has answered a read.
   *
   * @param latencyMs what its peers take: without it a node that has not been measured would look free, and get all reads
   */
  reset(nowMs: number, latencyMs = 0): void {
    this.#inFlight = 0;
    this.#latency.guess(latencyMs, nowMs);
    this.#lastLatencyMs = latencyMs;
    this.#usedFromMs = nowMs;
    this.#firstStamp = Math.max(nowMs, this.#lastStamp) + NEXT_INSTANT_MS;
  }

  /** @returns the stamp of an attempt that starts now */
  begin(nowMs: number): number {
    this.#inFlight++;
    return (this.#lastStamp = Math.max(nowMs, this.#firstStamp));
  }

  /** The server answered, be it with an error of its own. */
  end(stamp: number, nowMs: number): void {
    if (!this.release(stamp)) return;
    this.#failures = 0;
    if (this.isEjected(nowMs)) this.#usedFromMs = this.#ejectedUntilMs = nowMs;
    const latencyMs = nowMs - stamp;
    // One slow answer may be our own pause: the first one ever is. Two in a row are the node's.
    this.#latency.observe(Math.min(latencyMs, this.#lastLatencyMs), nowMs);
    this.#lastLatencyMs = latencyMs;
  }

  /**
   * The connection broke, the deadline passed, or the server could not serve. Its time says nothing of how long an answer takes;
   * the node is left alone for a while, and gets little at first then.
   */
  fail(stamp: number, nowMs: number): void {
    if (!this.release(stamp)) return;
    // All that was in flight fails together, and is one failure.
    if (stamp <= this.#failedAtMs) return;
    this.#failures++;
    this.#failedAtMs = nowMs;
    this.#ejectedUntilMs = nowMs + ejectionMs(this.#failures, this.#settings.random());
    this.#usedFromMs = this.#ejectedUntilMs;
  }

  /**
   * It is over, and its time says nothing of the node: it was given up, or is not comparable with a read.
   *
   * @returns whether it ran on the connection of now
   */
  release(stamp: number): boolean {
    if (stamp < this.#firstStamp) return false;
    this.#inFlight--;
    return true;
  }

  get inFlight(): number {
    return this.#inFlight;
  }

  /** It failed, and is left alone for a while. */
  isEjected(nowMs: number): boolean {
    return nowMs < this.#ejectedUntilMs;
  }

  /** From 0.1 right after it was connected, or left alone, to 1. */
  warmth(nowMs: number): number {
    const { slowStartMs } = this.#settings;
    const usedMs = nowMs - this.#usedFromMs;
    return usedMs >= slowStartMs ? 1 : LEAST_WARMTH + (1 - LEAST_WARMTH) * Math.max(0, usedMs / slowStartMs);
  }

  /** Recent latency in milliseconds, decayed; `undefined` when none was measured on this connection. */
  latencyMs(nowMs: number): number | undefined {
    return this.#latency.isMeasured ? this.#latency.valueMs(nowMs) : undefined;
  }

  /** What one more read costs here: it takes as long as those before it, and waits for all in flight. */
  cost(nowMs: number): number {
    return (Math.max(this.#latency.valueMs(nowMs), LEAST_LATENCY_MS) * (this.#inFlight + 1)) / this.warmth(nowMs);
  }
}

/**
 * What to expect of a node that was not measured yet: the median of those that were, so that neither one slow nor one idle
 * peer decides. 0 when there is none: then all nodes are new and equal.
 */
export function typicalLatencyMs(loads: readonly NodeLoad[], nowMs: number): number {
  const measured = loads.flatMap((load) => load.latencyMs(nowMs) ?? []).sort((a, b) => a - b);
  return measured[Math.floor(measured.length / 2)] ?? 0;
}
