import { factsHtml, rulesHtml } from './report/sections.ts';
import { escapeHtml } from './report/escape-html.ts';
import type { RunRecord } from './run-record.ts';

/** What a report needs beside its run: the page's program and its style. */
export interface ReportAssets {
  readonly script: string;
  readonly style: string;
}

/** One page that opens without a network: program, style and data are inside. */
export function report(record: RunRecord, { script, style }: ReportAssets): string {
  const { run, outcome, headline, samples } = record;
  const kind = outcome.kind.toUpperCase();
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${kind} · ${escapeHtml(run.runId)} · Sluice</title>
<style>${style.replaceAll('</style', '<\\/style')}</style>
</head>
<body>
<main>
<header>
<div class="wordmark">Sluice <span>load → scale → verdict</span></div>
<div>${escapeHtml(run.startedAt.slice(0, 16).replace('T', ' '))} UTC</div>
</header>
<div class="verdict ${outcome.kind}"><div class="badge">${kind}</div><h1>${escapeHtml(headline)}</h1></div>
${outcome.kind === 'void' ? '' : rulesHtml(record.verdict.rules)}
${samples.length ? charts : ''}
${factsHtml(run)}
<footer><div>${escapeHtml(run.runId)}</div><div>samples.jsonl, verdict.json and run.json lie beside this page</div></footer>
</main>
<script type="application/json" id="record">${embeddedJson({ profile: run.profile, target: run.target, verdict: record.verdict, samples })}</script>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`;
}

const charts = `<section><h2>Load and pods <small>requests/s on the left, pods on the right</small></h2><div class="chart" id="load"></div></section>
<section><h2>Latency <small>milliseconds, with connecting; each second's requests</small></h2><div class="chart" id="latency"></div></section>`;

/** JSON that no parser of HTML can mistake for the end of its script. */
const embeddedJson = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
