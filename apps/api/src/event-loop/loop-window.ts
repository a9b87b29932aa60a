/** How busy the process was in one window of time. */
export interface LoopWindow {
  /** The part of the time in which it did not wait, 0 to 1. */
  readonly utilisation: number;
  /** By how much timers were late, in milliseconds: half of them by more. One long pause does not move it. */
  readonly medianLagMs: number;
  /** The longest of them. */
  readonly maxLagMs: number;
}

/** Several windows of the same length as one; the median is then the mean of medians. */
export function together(windows: readonly LoopWindow[]): LoopWindow {
  const mean = (of: (window: LoopWindow) => number) =>
    windows.reduce((sum, window) => sum + of(window), 0) / Math.max(1, windows.length);
  return {
    utilisation: mean(({ utilisation }) => utilisation),
    medianLagMs: mean(({ medianLagMs }) => medianLagMs),
    maxLagMs: Math.max(0, ...windows.map(({ maxLagMs }) => maxLagMs)),
  };
}
