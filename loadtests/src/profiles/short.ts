import type { ArrivalProfile } from '../profile.ts';
import { step } from './step.ts';

/** The step with less before and after it: for CI with a real cluster. */
export const short = {
  ...step,
  name: 'short',
  description: 'a minute and a half: the step with a short warm-up and a short steady phase',
  stages: [
    { target: 20, durationS: 10 },
    { target: 180, durationS: 0 },
    { target: 180, durationS: 75 },
  ],
  phases: [
    { name: 'warm-up', fromS: 0 },
    { name: 'step', fromS: 10 },
    { name: 'steady', fromS: 65 },
  ],
} as const satisfies ArrivalProfile;
