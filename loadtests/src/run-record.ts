import { headline, type Outcome } from './headline.ts';
import type { Facts } from './machine.ts';
import type { Profile } from './profile.ts';
import type { Sample } from './samples.ts';
import type { Target } from './target.ts';
import { judge, type Evidence, type Verdict } from './verdict.ts';
import { voidReason } from './void-reason.ts';

/** Everything about a run but its samples and its verdict: `run.json`. */
export interface RunFacts extends Facts {
  readonly runId: string;
  /** Repeats the run. */
  readonly command: string;
  readonly startedAt: string;
  /** When the first arrival was due; null when the load never began. */
  readonly loadStartedAt: string | null;
  readonly k6ExitCode: number | null;
  readonly target: Target;
  readonly profile: Profile;
}

/** A run, complete: what the report shows. */
export interface RunRecord {
  readonly run: RunFacts;
  readonly outcome: Outcome;
  readonly headline: string;
  readonly verdict: Verdict;
  readonly samples: readonly Sample[];
}

/**
 * Judge what a run measured.
 *
 * @param broken - why the run itself is no good, when that is known from elsewhere than its samples
 */
export function recordOf(run: RunFacts, evidence: Evidence, broken: string | undefined): RunRecord {
  const verdict = judge(evidence);
  const reason = broken ?? voidReason(evidence);
  const outcome: Outcome = reason === undefined ? { kind: verdict.pass ? 'pass' : 'fail' } : { kind: 'void', reason };
  return { run, outcome, headline: headline(run.profile, outcome, verdict), verdict, samples: evidence.samples };
}

/** Sorts by time, and says at a glance what it was. */
export const runIdOf = (startedAt: Date, profile: Profile, target: Target): string =>
  `${startedAt.toISOString().replace(/[-:]|\.\d+/g, '')}-${target.environment === 'none' ? 'url' : target.environment}-${profile.name}`;
