import { describe, expect, it } from '@jest/globals';
import { step } from './profiles/step.ts';
import { report } from './report.ts';
import { reportAssets } from './report-assets.ts';
import { recordOf, runIdOf, type RunFacts } from './run-record.ts';
import type { Sample } from './samples.ts';

const target = { environment: 'none', apiUrl: 'http://127.0.0.1/</script><script>alert(2)</script>' } as const;
const startedAt = new Date('2026-11-22T05:16:00.123Z');
const run: RunFacts = {
  ...{ runId: runIdOf(startedAt, step, target), command: 'npx nx run loadtests:k6 --profile=step' },
  ...{ startedAt: startedAt.toISOString(), loadStartedAt: null, k6ExitCode: 0, target, profile: step },
  machine: { cpu: 'A <fast> & cheap one', cores: 2, memoryGiB: 8, system: 'Linux 6' },
  versions: { node: 'v24.21.0</script><script>alert(1)</script>' },
};
const samples: Sample[] = Array.from({ length: 120 }, (_, t) => ({
  ...{ t, offered: 20, sent: 20, ok: 20, failed: t === 7 ? 1 : 0, dropped: 0 },
  ...{ p50Ms: 5, p95Ms: 20, p99Ms: 30, desired: null, ready: null },
}));
const evidence = { profile: step, samples, p95Ms: 20, minReplicas: null };
const assets = { script: 'draw("</script>")', style: 'p { content: "</style>" }' };

describe(report.name, () => {
  it('shows the verdict, its rules and the run', () => {
    const html = report(recordOf(run, evidence, undefined), assets);
    expect(html).toContain('<title>FAIL · 20261122T051600Z-url-step · Sluice</title>');
    expect(html).toContain('<div class="verdict fail"><div class="badge">FAIL</div>');
    expect(html).toContain(
      '<tr class="broken"><td>✖</td><td class="name">failed requests</td><td class="observed">1 request</td>',
    );
    expect(html).toContain('A &lt;fast&gt; &amp; cheap one');
    expect(html).toContain('id="load"');
  });

  it('lets no text end a script or a style', () => {
    const html = report(recordOf(run, evidence, undefined), assets);
    expect(html.match(/<\/script>/g)).toHaveLength(2);
    expect(html.match(/<\/style>/g)).toHaveLength(1);
    expect(html).not.toContain('<script>alert');
  });

  it('says of a void run why it is void, and judges nothing', () => {
    const html = report(recordOf(run, { ...evidence, samples: [] }, 'interrupted'), assets);
    expect(html).toContain('<div class="badge">VOID</div><h1>Interrupted.</h1>');
    expect(html).not.toContain('class="rules"');
    expect(html).not.toContain('id="load"');
  });

  it('fetches nothing', async () => {
    const html = report(recordOf(run, evidence, undefined), await reportAssets());
    expect(html).toContain('.uplot');
    expect(html).not.toMatch(/\b(src|href)=|@import|url\(/);
  });
});
