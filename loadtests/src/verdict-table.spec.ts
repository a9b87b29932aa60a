import { expect, it } from '@jest/globals';
import { headline } from './headline.ts';
import { step as tuned } from './profiles/step.ts';
import type { Rule, Verdict } from './verdict.ts';
import { verdictTable } from './verdict-table.ts';

/** The tuned figures of the profile are none of this spec's business. */
const stages = [
  { target: 20, durationS: 20 },
  { target: 240, durationS: 0 },
  { target: 240, durationS: 100 },
];
const step = { ...tuned, stages };

const rules: Rule[] = [
  { name: 'failed requests', observed: 1, op: '<=', bound: 1, unit: 'requests', pass: true },
  { name: 'peak Ready pods', observed: 2, op: '>=', bound: 3, unit: 'pods', pass: false },
  { name: 'step to 3 Ready pods', observed: null, op: '<=', bound: 60, unit: 's', pass: false },
];
const verdict: Verdict = {
  pass: false,
  rules,
  summary: {
    ...{ offered: 24_400, sent: 24_400, ok: 24_400, failed: 0, dropped: 0, p95Ms: 20 },
    scaling: { readyBefore: 1, peakReady: 2, enoughReady: 3, secondsToDecision: 14, secondsToEnough: null },
  },
};

it('aligns the rules', () => {
  expect(verdictTable(rules, false).split('\n')).toEqual([
    '✔ failed requests       1 request   at most 1 request',
    '✖ peak Ready pods          2 pods   at least 3 pods',
    '✖ step to 3 Ready pods      never   at most 60 s',
  ]);
});

it('colours only the marks, and only where colours are wanted', () => {
  expect(verdictTable(rules.slice(0, 1), true)).toMatch(/^\u001b\[32m✔\u001b\[39m failed requests/);
});

it('sums a run up in words', () => {
  expect(headline(step, { kind: 'fail' }, verdict)).toBe(
    'The load rose 12-fold; the API went from 1 to 2 pods and never held\u00a03. Of 24\u202f400 requests none failed. ' +
      'Broken: peak Ready pods, step to 3 Ready pods.',
  );
  const scaling = { ...verdict.summary.scaling!, peakReady: 4, secondsToEnough: 32 };
  const passed = { pass: true, rules: [], summary: { ...verdict.summary, scaling, failed: 3, dropped: 1200 } };
  expect(headline(step, { kind: 'pass' }, passed)).toBe(
    'The load rose 12-fold; the API went from 1 to 4 pods, with 3\u00a0Ready after 32\u00a0s. ' +
      'Of 24\u202f400 requests 3 failed, and 1\u202f200 more could not be sent.',
  );
});

it('says of a void run only why it is void', () => {
  expect(headline(step, { kind: 'void', reason: 'k6 was silent' }, verdict)).toBe('K6 was silent.');
});
