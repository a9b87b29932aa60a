import { styleText } from 'node:util';
import type { Rule } from './verdict.ts';

const colours = { pass: 'green', fail: 'red' } as const;

/** The rules as aligned lines for a terminal. */
export function verdictTable(rules: readonly Rule[], coloured: boolean): string {
  const rows = rules.map((rule) => [rule.name, observedText(rule), boundText(rule)] as const);
  const width = (column: 0 | 1 | 2) => Math.max(...rows.map((row) => row[column].length));
  return rules
    .map(({ pass }, index) => {
      const [name, seen, allowed] = rows[index]!;
      const mark = pass ? '✔' : '✖';
      const shown = coloured ? styleText(colours[pass ? 'pass' : 'fail'], mark, { validateStream: false }) : mark;
      return `${shown} ${name.padEnd(width(0))}  ${seen.padStart(width(1))}   ${allowed}`;
    })
    .join('\n');
}

/** What was seen, with its unit. */
export const observedText = ({ observed, unit }: Rule): string =>
  observed === null ? 'never' : amount(observed, unit);

/** What was allowed, with its unit. */
export const boundText = ({ op, bound, unit }: Rule): string =>
  `${op === '<=' ? 'at most' : 'at least'} ${amount(bound, unit)}`;

/** One request, two requests; `s` and `ms` stay. */
const amount = (value: number, unit: string): string =>
  `${value} ${value === 1 ? unit.replace(/(?<=[a-z]{2})s$/, '') : unit}`;
