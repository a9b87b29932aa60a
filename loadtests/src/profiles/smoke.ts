import type { ArrivalProfile } from '../profile.ts';

/** Proves the machinery, not the autoscaler. */
export const smoke = {
  name: 'smoke',
  description: 'fifteen seconds of 5, then 20 requests/s; nothing about scaling',
  kind: 'arrival',
  start: 5,
  stages: [
    { target: 5, durationS: 5 },
    { target: 20, durationS: 0 },
    { target: 20, durationS: 10 },
  ],
  phases: [
    { name: 'warm-up', fromS: 0 },
    { name: 'steady', fromS: 5 },
  ],
  preAllocatedVUs: 20,
  maxVUs: 50,
  mix: { readItem: 16, listItems: 2, writeItem: 2 },
  bounds: { failed: 0, dropped: 0, p95: { phase: 'steady', ms: 500 } },
} as const satisfies ArrivalProfile;
