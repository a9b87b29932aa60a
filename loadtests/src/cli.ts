import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CannotRun } from './cannot-run.ts';
import { profiles } from './profiles/by-name.ts';
import { progressOn } from './progress.ts';
import { report } from './report.ts';
import { reportAssets } from './report-assets.ts';
import { writeResults } from './results.ts';
import { run } from './run.ts';
import type { RunRecord } from './run-record.ts';
import { typedPath } from './typed-path.ts';
import { bareTarget, readTarget } from './target.ts';
import { verdictTable } from './verdict-table.ts';

const usage = `usage: npx nx run loadtests:k6 [--env=local | --url=http://127.0.0.1:3000] [--profile=step] [--results=DIR]
profiles:
${[...profiles.values()].map(({ name, description }) => `  ${name.padEnd(6)} ${description}`).join('\n')}
exit codes: 0 pass, 1 fail, 2 cannot run or void, 130 interrupted`;

const room = resolve(import.meta.dirname, '..');

async function main(args: readonly string[], signal: AbortSignal): Promise<number> {
  const values = parse(args);
  if (values.help) return print(usage);
  const profile = profiles.get(values.profile);
  if (!profile)
    throw new CannotRun(
      `expected --profile to be one of ${[...profiles.keys()].join(', ')}; got \`${values.profile}\``,
    );
  if (values.url && values.env) throw new CannotRun('expected --env or --url, got both');
  const target = values.url
    ? bareTarget(values.url)
    : await readTarget(join(room, '../deploy/rendered/targets'), values.env ?? 'local');
  const results = values.results ? typedPath(values.results) : join(room, 'results');
  const where = values.url ? `--url=${values.url}` : `--env=${target.environment}`;
  const command = `npx nx run loadtests:k6 ${where} --profile=${profile.name}`;

  const progress = progressOn(process.stdout, process.env);
  const record = await run({ profile, target, results, command }, progress, signal);
  await writeResults(results, record, report(record, await reportAssets()));
  progress.say(conclusion(record, results));
  if (signal.aborted) return 130;
  return { pass: 0, fail: 1, void: 2 }[record.outcome.kind];
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        env: { type: 'string' },
        url: { type: 'string' },
        profile: { type: 'string', default: 'step' },
        results: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    }).values;
  } catch (error) {
    throw new CannotRun(`${(error as Error).message}\n${usage}`);
  }
}

function conclusion({ run, outcome, headline, verdict }: RunRecord, results: string): string {
  const scalingLeftOut = run.profile.bounds.scaling && !verdict.summary.scaling && outcome.kind !== 'void';
  return [
    '',
    ...(outcome.kind === 'void' ? [] : [verdictTable(verdict.rules, coloured), '']),
    `${outcome.kind.toUpperCase()}  ${headline}`,
    ...(scalingLeftOut ? ['No pods to watch with --url: the rules about scaling are left out.'] : []),
    `report: ${join(results, run.runId, 'report.html')}`,
  ].join('\n');
}

const coloured = process.stdout.isTTY && !process.env['NO_COLOR'];

function print(text: string): number {
  console.log(text);
  return 0;
}

const stopping = new AbortController();
// Not `once`: execa's own handler kills the process when it finds itself alone.
for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stopping.abort());

try {
  process.exitCode = await main(process.argv.slice(2), stopping.signal);
} catch (error) {
  if (stopping.signal.aborted) {
    console.error('interrupted before the load began');
    process.exitCode = 130;
  } else {
    // A stack trace helps nobody when the message already says what to do; a defect of ours needs it.
    console.error(error instanceof CannotRun ? `error: ${error.message}` : error);
    process.exitCode = 2;
  }
}
