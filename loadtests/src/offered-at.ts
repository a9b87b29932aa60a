import type { Profile } from './profile.ts';

/**
 * The load that the profile plans at `t` seconds from its start, in requests/s; 0 outside of it.
 * A closed profile plans users, not requests: each offers at most one request per pause, and that is what counts here.
 */
export function offeredAt(profile: Profile, t: number): number {
  if (t < 0) return 0;
  const perUnit = profile.kind === 'vus' ? 1 / profile.pauseS : 1;
  let from = profile.start;
  let beginS = 0;
  for (const { target, durationS } of profile.stages) {
    if (t < beginS + durationS) return (from + ((target - from) * (t - beginS)) / durationS) * perUnit;
    from = target;
    beginS += durationS;
  }
  return 0;
}
