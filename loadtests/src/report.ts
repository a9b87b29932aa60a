import type { RunRecord } from './run-record.ts';

/** What a report needs beside its run: the page's program and its style. */
export interface ReportAssets {
  readonly script: string;
  readonly style: string;
}

/** One page that opens without a network: program, style and data are inside. */
export function report(record: RunRecord, { script, style }: ReportAssets): string {
  const { run, outcome, headline } = record;
  const mark = { pass: 'Pass', fail: 'Fail', void: 'Void' }[outcome.kind];
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${mark} · Sluice · ${escapeHtml(run.runId)}</title>
<style>${style.replaceAll('</style', '<\\/style')}</style>
</head>
<body>
<noscript><p>${escapeHtml(`${mark}: ${headline}`)}</p></noscript>
<script type="application/json" id="record">${JSON.stringify(record).replaceAll('<', '\\u003c')}</script>
<script>${script.replaceAll('</script', '<\\/script')}</script>
</body>
</html>
`;
}

const escapes: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

export const escapeHtml = (text: string): string => text.replace(/[&<>"]/g, (character) => escapes[character] ?? '');
