/** A value and when the driver learnt it; null from the moment it was no longer known. */
export interface Reading {
  readonly atMs: number;
  readonly value: number | null;
}

/** What the cluster said, in order of arrival. */
export interface ScaleReadings {
  /** Pods that the autoscaler wants. */
  readonly desired: readonly Reading[];
  /** Pods that get traffic. */
  readonly ready: readonly Reading[];
}

/** The value in force at a moment: each holds until the next. */
export const valueAt = (readings: readonly Reading[], atMs: number): number | null =>
  readings.findLast((reading) => reading.atMs <= atMs)?.value ?? null;
