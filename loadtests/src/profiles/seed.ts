import type { VusProfile } from '../profile.ts';

/** The load test of the projects Sluice grew from, kept for comparison. A closed model: it slows down with the API. */
export const seed = {
  name: 'seed',
  description: "eight minutes, the seeds' own: users 0 → 100 → 500 → 100, each GET, check 200, sleep 1 s",
  kind: 'vus',
  start: 0,
  stages: [
    { target: 100, durationS: 60 },
    { target: 500, durationS: 300 },
    { target: 100, durationS: 120 },
  ],
  phases: [
    { name: 'warm-up', fromS: 0 },
    { name: 'rise', fromS: 60 },
    { name: 'fall', fromS: 360 },
  ],
  pauseS: 1,
  bounds: {
    failed: 0,
    dropped: 0,
    p95: { phase: 'fall', ms: 500 },
    scaling: { phase: 'rise', growth: 3, withinS: 300, holdS: 10 },
  },
} as const satisfies VusProfile;
