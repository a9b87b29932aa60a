import { runK6, type K6End } from './k6.ts';
import { LoadTally } from './load-tally.ts';
import { facts } from './machine.ts';
import { durationS, type Profile } from './profile.ts';
import { progressLine, type Progress } from './progress.ts';
import { openResults } from './results.ts';
import { recordOf, runIdOf, type RunRecord } from './run-record.ts';
import { phaseP95Ms, sampleAt, samplesOf, type Measured } from './samples.ts';
import { settle } from './settle.ts';
import { isCluster, type Target } from './target.ts';
import { watchScale } from './watch-scale.ts';

/** What to run. */
export interface RunOrder {
  readonly profile: Profile;
  readonly target: Target;
  readonly results: string;
  /** Repeats the run; for the record. */
  readonly command: string;
}

/**
 * Load a target, watch its pods meanwhile, and judge what was seen.
 *
 * @throws CannotRun when the load could not even be tried
 */
export async function run(order: RunOrder, progress: Progress, signal: AbortSignal): Promise<RunRecord> {
  const { profile, target, results, command } = order;
  const startedAt = new Date();
  const runId = runIdOf(startedAt, profile, target);
  const known = await facts(target);
  const watch = isCluster(target) ? watchScale(target) : undefined;
  const tally = new LoadTally();

  try {
    if (watch && isCluster(target) && profile.bounds.scaling) await settle(watch, target.minReplicas, progress, signal);
    const folder = await openResults(results, runId);
    const scale = watch?.readings ?? { desired: [], ready: [] };
    const measured = (startMs: number): Measured => ({ profile, startMs, seconds: tally.seconds, scale });

    progress.say(`load: ${profile.name}, ${profile.description}`);
    const ticker = setInterval(() => {
      if (tally.startMs === undefined) return;
      // The second that has just become complete, less the time a point takes from k6 to here.
      const t = Math.floor((Date.now() - tally.startMs - 300) / 1000) - 1;
      if (t >= 0) progress.tick(progressLine(sampleAt(measured(tally.startMs), t), durationS(profile)), t);
    }, 1000);
    const k6 = await runK6(profile, target, folder, (point) => tally.add(point), signal).finally(() =>
      clearInterval(ticker),
    );

    const { startMs } = tally;
    return recordOf(
      {
        ...{ runId, command, startedAt: startedAt.toISOString(), k6ExitCode: k6.exitCode, target, profile, ...known },
        loadStartedAt: startMs === undefined ? null : new Date(startMs).toISOString(),
      },
      {
        profile,
        samples: startMs === undefined ? [] : samplesOf(measured(startMs), signal.aborted ? 0 : undefined),
        p95Ms: phaseP95Ms({ profile, seconds: tally.seconds }, profile.bounds.p95.phase),
        minReplicas: isCluster(target) ? target.minReplicas : null,
      },
      brokenBy(k6, startMs !== undefined, target, signal),
    );
  } finally {
    await watch?.stop();
  }
}

/** Why the load itself was no good. k6's 99 is a verdict of its own thresholds, not a failure. */
function brokenBy({ exitCode, lastError }: K6End, began: boolean, target: Target, signal: AbortSignal) {
  if (signal.aborted) return 'interrupted';
  if (began && (exitCode === 0 || exitCode === 99)) return undefined;
  if (began) return `k6 ended with exit code ${exitCode}: ${lastError}`;
  const wayOut = isCluster(target)
    ? `look at \`kubectl get pods\`, or apply it with \`npx nx run deploy:apply --env=${target.environment}\``
    : 'start it with `npx nx serve api`';
  return `the API is not ready for load: ${lastError}; ${wayOut}`;
}
