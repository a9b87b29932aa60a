import type { ArrivalProfile } from '../profile.ts';

/** The default: a step that one pod cannot carry at its target, and time for the autoscaler to follow. */
export const step = {
  name: 'step',
  description: 'two minutes: 20 requests/s, a step to 180, and steady there',
  kind: 'arrival',
  start: 20,
  stages: [
    { target: 20, durationS: 20 },
    { target: 180, durationS: 0 },
    { target: 180, durationS: 100 },
  ],
  phases: [
    { name: 'warm-up', fromS: 0 },
    { name: 'step', fromS: 20 },
    { name: 'steady', fromS: 80 },
  ],
  preAllocatedVUs: 150,
  maxVUs: 400,
  mix: { readItem: 16, listItems: 2, writeItem: 2 },
  bounds: {
    failed: 0,
    dropped: 0,
    p95: { phase: 'steady', ms: 250 },
    scaling: { phase: 'step', growth: 3, withinS: 60, holdS: 10 },
  },
} as const satisfies ArrivalProfile;
