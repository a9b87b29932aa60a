import type { Options, Scenario } from 'k6/options';
import { durationS, type ArrivalProfile, type Profile, type VusProfile } from '../profile.ts';

/** Longer than any request may take, so that no request is cut off uncounted at the end. */
export const requestTimeout = '5s';
const gracefulStop = '8s';

const k6Stages = ({ stages }: Profile) =>
  stages.map(({ target, durationS }) => ({ target, duration: `${durationS}s` }));

/** Arrivals that do not slow down when the API does: the queue that should wake the autoscaler is real. */
export const arrivalOptions = (profile: ArrivalProfile): Options =>
  options(profile, {
    executor: 'ramping-arrival-rate',
    startRate: profile.start,
    timeUnit: '1s',
    preAllocatedVUs: profile.preAllocatedVUs,
    maxVUs: profile.maxVUs,
    stages: k6Stages(profile),
    gracefulStop,
  });

export const vusOptions = (profile: VusProfile): Options =>
  options(profile, {
    executor: 'ramping-vus',
    startVUs: profile.start,
    stages: k6Stages(profile),
    gracefulRampDown: gracefulStop,
    gracefulStop,
  });

const options = (profile: Profile, scenario: Scenario): Options => ({
  scenarios: { [profile.name]: scenario },
  setupTimeout: `${Math.min(durationS(profile), 30)}s`,
  discardResponseBodies: true,
  // Few tags: every point is a line that Node reads on the same cores.
  systemTags: ['status', 'name', 'error_code'],
});
