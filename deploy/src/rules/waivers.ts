import type { KubeObject } from '../kubernetes.ts';
import { id } from './rendered.ts';
import type { Finding } from './rule.ts';

/** `sluice/waive-xr-10: "2027-03-31 a person brings the primary back"`: until a day, with a reason. */
interface Waiver {
  readonly rule: string;
  readonly object: string;
  readonly until: string;
  readonly reason: string;
}

const prefix = 'sluice/waive-';
const shape = /^(\d{4}-\d{2}-\d{2}) (\S.*)$/;

/** What an object asks to be let off, in its annotations. */
export const waiversOf = (objects: readonly KubeObject[]): readonly Waiver[] =>
  objects.flatMap((object) =>
    Object.entries(object.metadata?.annotations ?? {})
      .filter(([name]) => name.startsWith(prefix))
      .map(([name, text]) => {
        const [, until = '', reason = ''] = shape.exec(text) ?? [];
        return { rule: name.slice(prefix.length).toUpperCase(), object: id(object), until, reason };
      }),
  );

/**
 * What remains of the findings, and what is wrong with the waivers themselves: one that has expired, was never needed, or
 * says no day or no reason is a finding too.
 *
 * @param today `2026-11-24`
 */
export function afterWaivers(found: readonly Finding[], waivers: readonly Waiver[], today: string): readonly Finding[] {
  const isFor = (waiver: Waiver) => (finding: Finding) =>
    finding.rule === waiver.rule && finding.object === waiver.object;
  const isGood = ({ until, reason }: Waiver) => reason !== '' && until >= today;
  const complaint = (waiver: Waiver): string | undefined => {
    if (waiver.reason === '') return 'expected a waiver `<yyyy-mm-dd> <reason>`, got another text';
    if (waiver.until < today)
      return `expected a waiver that is good, got one until ${waiver.until}: "${waiver.reason}"`;
    return found.some(isFor(waiver))
      ? undefined
      : 'expected a waiver that is needed, got one that nothing asks for: remove it';
  };
  return [
    ...found.filter((finding) => !waivers.some((waiver) => isGood(waiver) && isFor(waiver)(finding))),
    ...waivers.flatMap((waiver) => {
      const message = complaint(waiver);
      return message === undefined ? [] : [{ rule: waiver.rule, object: waiver.object, message }];
    }),
  ];
}
