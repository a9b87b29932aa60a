import { join } from 'node:path';
import type { Environment } from '../environment.ts';
import { environments } from '../environments/index.ts';
import type { Printer } from '../printer.ts';
import { Refusal } from '../refusal.ts';
import { overlayFolder } from '../rendered.ts';
import { kubectl } from '../run/kubectl.ts';
import { tool } from '../run/tool.ts';
import { withFiles } from './with-files.ts';

/** What checkov is let off, until when, and why. */
export const waivers: readonly { readonly check: string; readonly until: string; readonly reason: string }[] = [
  {
    check: 'CKV_K8S_9',
    until: '2027-06-30',
    reason: 'Redis is ready when Redis is: its exporter must not take it out of service',
  },
  {
    check: 'CKV_K8S_11',
    until: '2027-06-30',
    reason: 'throttling shows as latency; `local`, which must not starve, has a limit',
  },
  {
    check: 'CKV_K8S_35',
    until: '2027-03-31',
    reason: 'redis-cli of the probes and the exporter of this version read variables only; the API reads a file',
  },
];

/** What comes with an image by tag. In prod it is by digest, so none of them is let off there. */
const byTag: readonly string[] = ['CKV_K8S_14', 'CKV_K8S_15', 'CKV_K8S_43'];

/** Those that are still good on a day. @throws Refusal (1) that names those that are not */
export function valid(today: string): readonly string[] {
  const expired = waivers.filter(({ until }) => until < today);
  if (expired.length > 0) {
    const list = expired.map(({ check, until, reason }) => `  ${check} until ${until}: ${reason}`).join('\n');
    throw new Refusal(1, `Expected waivers that are good, got expired ones in deploy/src/check/scan.ts:\n${list}`);
  }
  return waivers.map(({ check }) => check);
}

/** checkov on what Kustomize builds. */
export async function scan(printer: Printer, only?: Environment): Promise<void> {
  const waived = valid(new Date().toISOString().slice(0, 10));
  const failed: string[] = [];
  for (const { name, tier } of only ? [only] : environments) {
    const skipped = tier === 'prod' ? waived : [...waived, ...byTag];
    const text = await kubectl(['kustomize', overlayFolder(name)]);
    const { isThere, exitCode, output } = await withFiles({ 'built.yaml': text }, (folder) =>
      tool('checkov', [
        ...['--framework', 'kubernetes', '--skip-download', '--compact', '--quiet'],
        ...['--skip-check', skipped.join(','), '--file', join(folder, 'built.yaml')],
      ]),
    );
    if (!isThere) throw new Refusal(2, 'Expected `checkov` on PATH, found none. Run this through Nx, which gets it.');
    printer.line(exitCode === 0 ? `✔ ${name}: no finding of checkov` : `✖ ${name}:\n${output}`);
    if (exitCode !== 0) failed.push(name);
  }
  for (const { check, until, reason } of waivers) printer.line(`  waived until ${until}: ${check}, ${reason}`);
  if (failed.length > 0) throw new Refusal(1, `checkov has findings in ${failed.join(', ')}`);
}
