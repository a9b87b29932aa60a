import { offeredAt } from './offered-at.ts';
import { phaseSpan, type Profile } from './profile.ts';
import type { Verdict } from './verdict.ts';

/** What became of a run. `void` says nothing about the API: the run itself was no good. */
export type Outcome = { readonly kind: 'pass' | 'fail' } | { readonly kind: 'void'; readonly reason: string };

/** The run in one or two sentences, for the terminal and the top of the report. */
export function headline(profile: Profile, outcome: Outcome, { summary, rules }: Verdict): string {
  if (outcome.kind === 'void') return sentence(outcome.reason);
  const broken = rules.filter((rule) => !rule.pass).map((rule) => rule.name);
  const parts = [scalingPart(profile, summary.scaling), requestsPart(summary)];
  if (broken.length) parts.push(`Broken: ${broken.join(', ')}.`);
  return parts.filter(Boolean).join(' ');
}

function scalingPart(profile: Profile, scaling: Verdict['summary']['scaling']): string {
  if (!scaling || !profile.bounds.scaling) return '';
  const { phase } = profile.bounds.scaling;
  const { readyBefore, peakReady, enoughReady, secondsToEnough } = scaling;
  const { fromS } = phaseSpan(profile, phase);
  const times = offeredAt(profile, fromS) / offeredAt(profile, fromS - 0.001);
  const load = times > 1.5 ? `The load rose ${Math.round(times)}-fold` : 'The load rose';
  const pods = `from ${readyBefore ?? '?'} to ${peakReady ?? '?'} pods`;
  return secondsToEnough === null
    ? `${load}; the API went ${pods} and never held\u00a0${enoughReady}.`
    : `${load}; the API went ${pods}, with ${enoughReady}\u00a0Ready after ${secondsToEnough}\u00a0s.`;
}

const requestsPart = ({ sent, failed, dropped }: Verdict['summary']): string =>
  `Of ${count(sent)} requests ${failed ? count(failed) : 'none'} failed${dropped ? `, ${failed ? 'and' : 'but'} ${count(dropped)} more could not be sent` : ''}.`;

/** Thin spaces between thousands read the same in every language. */
export const count = (n: number): string => String(n).replace(/\B(?=(\d{3})+$)/g, '\u202f');

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
