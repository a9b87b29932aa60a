import type { Profile } from '../profile.ts';
import type { Sample } from '../samples.ts';
import type { Target } from '../target.ts';
import type { Verdict } from '../verdict.ts';

/** What the charts are drawn from; embedded in the page. */
export interface PageData {
  readonly profile: Profile;
  readonly target: Target;
  readonly verdict: Verdict;
  readonly samples: readonly Sample[];
}
