import { durationS, phaseSpan } from './profile.ts';
import type { Sample } from './samples.ts';
import type { Evidence } from './verdict.ts';

const longestGapS = 2;

/** Why a run says nothing about the API or its autoscaler, or undefined when it does. A void run is not a failed one. */
export function voidReason({ profile, samples, minReplicas }: Evidence): string | undefined {
  const load = samples.slice(0, durationS(profile));
  const silent = gapAt(load, (s) => s.offered >= 1 && s.sent + s.dropped + s.ok + s.failed === 0);
  if (silent !== undefined)
    return `k6 was silent for more than ${longestGapS} s at ${silent} s: look at k6.log, and whether the machine has cores to spare`;

  const { scaling } = profile.bounds;
  if (minReplicas === null || !scaling) return undefined;
  const unseen = gapAt(load, (s) => s.desired === null || s.ready === null);
  if (unseen !== undefined)
    return `the cluster was not seen for more than ${longestGapS} s at ${unseen} s: look whether its API server answers`;

  const { fromS } = phaseSpan(profile, scaling.phase);
  const before = samples[fromS]?.ready ?? 0;
  if (before >= minReplicas * scaling.growth)
    return `${before} pods were Ready before the ${scaling.phase} began: it had nothing to show; run again after they have gone`;
  return undefined;
}

/** Where more than `longestGapS` such seconds in a row begin. */
const gapAt = (samples: readonly Sample[], missing: (sample: Sample) => boolean): number | undefined =>
  samples.find(({ t }) => {
    const span = samples.slice(t, t + longestGapS + 1);
    return span.length > longestGapS && span.every(missing);
  })?.t;
