import type { Profile } from '../profile.ts';
import { seed } from './seed.ts';
import { short } from './short.ts';
import { smoke } from './smoke.ts';
import { steady } from './steady.ts';
import { step } from './step.ts';

/** Every profile, under the name that `--profile` takes. */
export const profiles: ReadonlyMap<string, Profile> = new Map(
  [step, short, smoke, steady, seed].map((profile) => [profile.name, profile]),
);
