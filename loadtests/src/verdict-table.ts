import { styleText } from 'node:util';
import type { Rule } from './verdict.ts';

const colours = { pass: 'green', fail: 'red' } as const;

/** The rules as aligned lines for a terminal. */
export function verdictTable(rules: readonly Rule[], coloured: boolean): string {
  const rows = rules.map((rule) => [rule.name, observed(rule), bound(rule)] as const);
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

const observed = ({ observed, unit }: Rule): string => (observed === null ? 'never' : `${observed} ${unit}`);

const bound = ({ op, bound, unit }: Rule): string => `${op === '<=' ? 'at most' : 'at least'} ${bound} ${unit}`;
