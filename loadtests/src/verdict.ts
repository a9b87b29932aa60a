import { phaseSpan, type Profile } from './profile.ts';
import type { Sample } from './samples.ts';

/** One promise of the profile and what became of it. */
export interface Rule {
  readonly name: string;
  /** Null: it never came to pass, or nothing was measured. */
  readonly observed: number | null;
  /** `<=`: the bound is the most allowed; `>=`: the least. */
  readonly op: '<=' | '>=';
  readonly bound: number;
  readonly unit: string;
  readonly pass: boolean;
}

export interface Summary {
  readonly offered: number;
  readonly sent: number;
  readonly ok: number;
  readonly failed: number;
  readonly dropped: number;
  readonly p95Ms: number | null;
  /** Null where pods were not watched, or the profile says nothing about scaling. */
  readonly scaling: {
    readonly readyBefore: number | null;
    readonly peakReady: number | null;
    readonly enoughReady: number;
    /** From the step to the first time the autoscaler wanted more pods. */
    readonly secondsToDecision: number | null;
    /** From the step to enough Ready pods that stayed. */
    readonly secondsToEnough: number | null;
  } | null;
}

export interface Verdict {
  readonly pass: boolean;
  readonly rules: readonly Rule[];
  readonly summary: Summary;
}

/** What a verdict rests on. */
export interface Evidence {
  readonly profile: Profile;
  readonly samples: readonly Sample[];
  /** Of the phase that the profile's bound names. */
  readonly p95Ms: number | null;
  /** The autoscaler's minimum; null: pods were not watched, and the scaling rules are left out. */
  readonly minReplicas: number | null;
}

/** Judge a run by its profile. */
export function judge({ profile, samples, p95Ms, minReplicas }: Evidence): Verdict {
  const { bounds } = profile;
  const total = (key: 'offered' | 'sent' | 'ok' | 'failed' | 'dropped') =>
    Math.round(samples.reduce((sum, sample) => sum + sample[key], 0));
  const scaling = minReplicas === null ? null : scalingOf(profile, samples, minReplicas);
  const summary: Summary = {
    offered: total('offered'),
    sent: total('sent'),
    ok: total('ok'),
    failed: total('failed'),
    dropped: total('dropped'),
    p95Ms,
    scaling,
  };
  const rules = [
    atMost('failed requests', summary.failed, bounds.failed, 'requests'),
    atMost('dropped iterations', summary.dropped, bounds.dropped, 'arrivals'),
    atMost(`latency p95 in the ${bounds.p95.phase} phase`, p95Ms, bounds.p95.ms, 'ms'),
  ];
  if (scaling && bounds.scaling) {
    const { phase, withinS } = bounds.scaling;
    rules.push(
      atLeast('peak Ready pods', scaling.peakReady, scaling.enoughReady, 'pods'),
      atMost(`${phase} to ${scaling.enoughReady} Ready pods`, scaling.secondsToEnough, withinS, 's'),
    );
  }
  return { pass: rules.every((rule) => rule.pass), rules, summary };
}

function scalingOf(profile: Profile, samples: readonly Sample[], minReplicas: number): Summary['scaling'] {
  const { scaling } = profile.bounds;
  if (!scaling) return null;
  const { fromS } = phaseSpan(profile, scaling.phase);
  const enoughReady = minReplicas * scaling.growth;
  const desiredBefore = samples[fromS]?.desired ?? 0;
  const decision = samples.find(({ t, desired }) => t >= fromS && (desired ?? 0) > desiredBefore);
  const enough = samples.find(
    ({ t }) => t >= fromS && holds(samples.slice(t, t + scaling.holdS + 1), enoughReady, scaling.holdS),
  );
  const known = samples.flatMap(({ ready }) => ready ?? []);
  return {
    readyBefore: samples[fromS]?.ready ?? null,
    peakReady: known.length ? Math.max(...known) : null,
    enoughReady,
    secondsToDecision: decision ? decision.t - fromS : null,
    secondsToEnough: enough ? enough.t - fromS : null,
  };
}

/** Enough pods now and for `holdS` seconds more; a run that ends sooner has not shown that they stay. */
const holds = (span: readonly Sample[], enoughReady: number, holdS: number): boolean =>
  span.length > holdS && span.every(({ ready }) => (ready ?? 0) >= enoughReady);

const atMost = (name: string, observed: number | null, bound: number, unit: string): Rule => ({
  ...{ name, observed, op: '<=', bound, unit },
  pass: observed !== null && observed <= bound,
});

const atLeast = (name: string, observed: number | null, bound: number, unit: string): Rule => ({
  ...{ name, observed, op: '>=', bound, unit },
  pass: observed !== null && observed >= bound,
});
