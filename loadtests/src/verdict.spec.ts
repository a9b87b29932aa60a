import { describe, expect, it } from '@jest/globals';
import { step } from './profiles/step.ts';
import { smoke } from './profiles/smoke.ts';
import type { Sample } from './samples.ts';
import { judge, type Evidence } from './verdict.ts';
import { voidReason } from './void-reason.ts';

/** `step`: load rises at 20 s; decision at 34 s, second pod at 45 s, third at 52 s. */
const desiredAt = (t: number) => (t < 34 ? 1 : 4);
const readyAt = (t: number) => (t < 45 ? 1 : t < 52 ? 2 : 4);

const sample = (t: number): Sample => ({
  ...{ t, offered: t < 20 ? 20 : 240, sent: t < 20 ? 20 : 240, ok: t < 20 ? 20 : 240, failed: 0, dropped: 0 },
  ...{ p50Ms: 5, p95Ms: 20, p99Ms: 30, desired: desiredAt(t), ready: readyAt(t) },
});

/** The passing run, with seconds changed. */
const run = (changes: (t: number) => Partial<Sample> = () => ({}), more: Partial<Evidence> = {}): Evidence => ({
  profile: step,
  samples: Array.from({ length: 120 }, (_, t) => ({ ...sample(t), ...changes(t) })),
  p95Ms: 20,
  minReplicas: 1,
  ...more,
});

const rule = (evidence: Evidence, name: string) => judge(evidence).rules.find((each) => each.name === name);

describe(judge.name, () => {
  it('passes a run that keeps every promise, and says what it saw', () => {
    expect(judge(run())).toEqual({
      pass: true,
      rules: [
        { name: 'failed requests', observed: 0, op: '<=', bound: 0, unit: 'requests', pass: true },
        { name: 'dropped iterations', observed: 0, op: '<=', bound: 0, unit: 'arrivals', pass: true },
        { name: 'latency p95 in the steady phase', observed: 20, op: '<=', bound: 250, unit: 'ms', pass: true },
        { name: 'peak Ready pods', observed: 4, op: '>=', bound: 3, unit: 'pods', pass: true },
        { name: 'step to 3 Ready pods', observed: 32, op: '<=', bound: 60, unit: 's', pass: true },
      ],
      summary: {
        ...{ offered: 24_400, sent: 24_400, ok: 24_400, failed: 0, dropped: 0, p95Ms: 20 },
        scaling: { readyBefore: 1, peakReady: 4, enoughReady: 3, secondsToDecision: 14, secondsToEnough: 32 },
      },
    });
  });

  it.each<[string, Evidence, string, number | null]>([
    ['one request failed', run((t) => (t === 90 ? { ok: 239, failed: 1 } : {})), 'failed requests', 1],
    ['arrivals were dropped', run((t) => (t === 21 ? { dropped: 7 } : {})), 'dropped iterations', 7],
    ['the steady phase was slow', run(undefined, { p95Ms: 250.1 }), 'latency p95 in the steady phase', 250.1],
    ['nothing was measured', run(undefined, { p95Ms: null }), 'latency p95 in the steady phase', null],
    ['too few pods came', run((t) => ({ ready: Math.min(2, readyAt(t)) })), 'peak Ready pods', 2],
    ['enough pods never came', run((t) => ({ ready: Math.min(2, readyAt(t)) })), 'step to 3 Ready pods', null],
    ['enough pods came late', run((t) => ({ ready: t < 81 ? 1 : 4 })), 'step to 3 Ready pods', 61],
    ['they came too late to see them stay', run((t) => ({ ready: t < 110 ? 1 : 4 })), 'step to 3 Ready pods', null],
  ])('fails when %s', (_name, evidence, name, observed) => {
    expect(rule(evidence, name)).toMatchObject({ observed, pass: false });
    expect(judge(evidence).pass).toBe(false);
  });

  it('starts the clock again when enough pods did not stay', () => {
    const flapping = run((t) => ({ ready: t >= 30 && t < 39 ? 3 : t < 70 ? 2 : 3 }));
    expect(rule(flapping, 'step to 3 Ready pods')).toMatchObject({ observed: 50, pass: true });
  });

  it('does not count pods that were gone when the step came', () => {
    const early = run((t) => ({ ready: t < 15 ? 3 : t < 45 ? 1 : 3 }));
    expect(rule(early, 'step to 3 Ready pods')).toMatchObject({ observed: 25 });
  });

  it('asks for three times the minimum, whatever that is', () => {
    expect(rule(run(undefined, { minReplicas: 2 }), 'peak Ready pods')).toMatchObject({ bound: 6, pass: false });
  });

  it('leaves the scaling rules out without pods to watch, or a profile without them', () => {
    const withoutPods = judge(run(undefined, { minReplicas: null }));
    expect(withoutPods.rules).toHaveLength(3);
    expect(withoutPods.summary.scaling).toBeNull();
    expect(judge(run(undefined, { profile: smoke })).rules).toHaveLength(3);
  });
});

describe(voidReason.name, () => {
  it('finds nothing wrong with a whole run', () => {
    expect(voidReason(run())).toBeUndefined();
  });

  const blind = { desired: null, ready: null };
  const silent = { sent: 0, ok: 0 };

  it.each<[string, Evidence, RegExp]>([
    ['the cluster was not seen', run((t) => (t >= 60 && t < 63 ? blind : {})), /not seen for more than 2 s at 60 s/],
    ['k6 was silent', run((t) => (t >= 50 && t < 53 ? silent : {})), /silent for more than 2 s at 50 s/],
    ['the pods were there already', run((t) => ({ ready: Math.max(3, readyAt(t)) })), /3 pods were Ready before/],
  ])('voids a run in which %s', (_name, evidence, reason) => expect(voidReason(evidence)).toMatch(reason));

  it('bears gaps of two seconds', () => {
    expect(voidReason(run((t) => (t >= 60 && t < 62 ? { ...blind, ...silent } : {})))).toBeUndefined();
  });

  it('does not miss pods that nobody watches', () => {
    expect(voidReason(run(() => blind, { minReplicas: null }))).toBeUndefined();
  });
});
