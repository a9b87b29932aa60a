import type { RunFacts } from '../run-record.ts';
import { isCluster } from '../target.ts';
import type { Rule } from '../verdict.ts';
import { boundText, observedText } from '../verdict-table.ts';
import { escapeHtml } from './escape-html.ts';

/** The rules, broken ones marked by sign and colour. */
export const rulesHtml = (rules: readonly Rule[]): string =>
  `<section class="rules"><table><tbody>${rules.map(ruleHtml).join('\n')}</tbody></table></section>`;

const ruleHtml = (rule: Rule): string =>
  `<tr${rule.pass ? '' : ' class="broken"'}><td>${rule.pass ? '✔' : '✖'}</td><td class="name">${escapeHtml(rule.name)}</td>` +
  `<td class="observed">${escapeHtml(observedText(rule))}</td><td class="bound">${escapeHtml(boundText(rule))}</td></tr>`;

/** Where and on what the run took place, and how to repeat it. */
export function factsHtml({ profile, target, machine, versions, command }: RunFacts): string {
  const pods = isCluster(target) ? `, ${target.minReplicas} to ${target.maxReplicas} pods` : '';
  const rows: readonly (readonly [string, string])[] = [
    ['Profile', `${profile.name}: ${profile.description}`],
    ['Target', `${isCluster(target) ? target.environment : 'a bare API'}${pods}, ${target.apiUrl}`],
    ['Machine', `${machine.cores} × ${machine.cpu}, ${machine.memoryGiB} GiB, ${machine.system}`],
    [
      'Versions',
      Object.entries(versions)
        .map(([name, version]) => `${name} ${version}`)
        .join(' · '),
    ],
  ];
  const items = rows.map(([term, text]) => `<div><dt>${term}</dt><dd>${escapeHtml(text)}</dd></div>`).join('\n');
  return `<section><h2>This run</h2><dl>${items}
<div class="wide"><dt>Repeat it</dt><dd><code>${escapeHtml(command)}</code></dd></div></dl></section>`;
}
