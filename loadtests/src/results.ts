import { mkdir, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RunRecord } from './run-record.ts';

/** Make the folder of a run. */
export async function openResults(results: string, runId: string): Promise<string> {
  const folder = join(results, runId);
  await mkdir(folder, { recursive: true });
  return folder;
}

/** Write a run and let `latest` point to it. */
export async function writeResults(results: string, { run, outcome, verdict, samples }: RunRecord, html: string) {
  const write = (file: string, text: string) => writeFile(join(results, run.runId, file), text);
  const json = (value: unknown) => `${JSON.stringify(value, null, 2)}\n`;
  await write('run.json', json({ ...run, outcome }));
  await write('samples.jsonl', samples.map((sample) => `${JSON.stringify(sample)}\n`).join(''));
  // A void run passes nothing, whatever its rules say.
  await write(
    'verdict.json',
    json(outcome.kind === 'void' ? { ...verdict, pass: false, void: outcome.reason } : verdict),
  );
  await write('report.html', html);
  await rm(join(results, 'latest'), { force: true });
  await symlink(run.runId, join(results, 'latest'));
}
