import type { ArrivalProfile } from '../profile.ts';

/**
 * For `zero-loss`: the same load all the time, on connections that are kept. So a pod that goes must also take leave of the
 * clients that are connected to it.
 */
export const steady = {
  name: 'steady',
  description: 'half an hour of 60 requests/s on kept connections; ended when what it is for has happened',
  kind: 'arrival',
  start: 60,
  stages: [{ target: 60, durationS: 1800 }],
  phases: [{ name: 'steady', fromS: 0 }],
  preAllocatedVUs: 60,
  maxVUs: 300,
  keepConnections: true,
  mix: { readItem: 14, listItems: 2, writeItem: 4 },
  bounds: { failed: 0, dropped: 0, p95: { phase: 'steady', ms: 500 } },
} as const satisfies ArrivalProfile;
