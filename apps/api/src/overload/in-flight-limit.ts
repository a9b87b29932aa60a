/** Between which bounds a limit may move, and what it is moved by. */
export interface LimitBounds {
  readonly min: number;
  readonly max: number;
  /** More median lag than this says that the process has taken on too much. */
  readonly maxLagMs: number;
}

/**
 * How many requests may be in flight in the next window: a fifth less as long as the event loop lags, a little more when it
 * does not. Multiplicative down and additive up, so that it settles; a limit that moves instead of a switch, because shedding
 * everything until the lag is gone makes load come in waves.
 */
export function nextInFlightLimit(limit: number, medianLagMs: number, { min, max, maxLagMs }: LimitBounds): number {
  if (medianLagMs > maxLagMs) return Math.max(min, Math.floor(limit * 0.8));
  return Math.min(max, limit + Math.ceil(max / 50));
}
