import { parseArgs } from 'node:util';
import { mutants } from './list.ts';
import type { Mutant, Specs } from './mutant.ts';
import { runSpecs } from './run-specs.ts';
import { WorkspaceCopy } from './workspace-copy.ts';

/** `npx nx run redis-split:mutants`. Exit code 0 when all are killed, 1 when some survive, 2 when that could not be found out. */
const USAGE = `Usage: npx nx run redis-split:mutants [--only=ID,ID] [--by=chaos]

  --only=IDS   these mutants
  --by=FILE    not the tests that must kill each, but the integration tests in such a file
`;

const chosen = mutantsOf(process.argv.slice(2));
if (typeof chosen === 'string') {
  process.stderr.write(`mutants: ${chosen}\n\n${USAGE}`);
  process.exit(2);
}
const copy = new WorkspaceCopy();
const interrupted = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => interrupted.abort());
try {
  process.exitCode = await main(chosen);
} catch (error) {
  process.stderr.write(`mutants could not run: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
} finally {
  copy.remove();
}

async function main(list: readonly Mutant[]): Promise<number> {
  // Otherwise a test that fails anyway would kill every mutant.
  for (const specs of distinct(list.map(({ killedBy }) => killedBy))) await mustPass(specs);
  const rows: { mutant: Mutant; killer: string | undefined }[] = [];
  for (const mutant of list) {
    const { failed, broken, firstFailed } = await copy.broken(mutant.edits, () =>
      runSpecs(copy.project, mutant.killedBy, interrupted.signal),
    );
    if (failed === 0 && broken > 0) throw new Error(`${mutant.id}: expected its tests to fail, but they could not run`);
    rows.push({ mutant, killer: firstFailed });
    process.stderr.write(`  ${rows.length} of ${list.length}: ${mutant.id} ${failed > 0 ? 'killed' : 'SURVIVED'}\n`);
  }
  const survivors = rows.filter(({ killer }) => killer === undefined).length;
  console.log('| mutant | what is wrong | killed by |\n| --- | --- | --- |');
  for (const { mutant, killer } of rows) {
    console.log(
      `| ${mutant.id} | ${mutant.what} | ${killer ? `${mutant.killedBy.project}: ${killer}` : '**nothing**'} |`,
    );
  }
  console.log(`survivors: ${survivors}`);
  return survivors > 0 ? 1 : 0;
}

async function mustPass(specs: Specs): Promise<void> {
  const { passed, failed, broken, message = '' } = await runSpecs(copy.project, specs, interrupted.signal);
  process.stderr.write(`  without a mutant: ${specs.file}, ${passed} passed, ${failed} failed\n`);
  if (passed === 0 || failed > 0 || broken > 0) {
    throw new Error(
      `expected the tests of ${specs.project} ${specs.file} ${specs.test ?? ''} to pass without a mutant ${message}`,
    );
  }
}

function distinct(all: readonly Specs[]): Specs[] {
  return [...new Map(all.map((specs) => [JSON.stringify(specs), specs])).values()];
}

/** Those that were asked for, or what is wrong with the arguments. */
function mutantsOf(args: readonly string[]): readonly Mutant[] | string {
  try {
    const { values } = parseArgs({ args: [...args], options: { only: { type: 'string' }, by: { type: 'string' } } });
    const ids = values.only?.split(',') ?? mutants.map(({ id }) => id);
    const unknown = ids.find((id) => !mutants.some((mutant) => mutant.id === id));
    if (unknown !== undefined) return `Expected ids of mutants, such as ${mutants[0]?.id}, got \`${unknown}\``;
    const { by } = values;
    return mutants
      .filter(({ id }) => ids.includes(id))
      .map((mutant) => (by === undefined ? mutant : { ...mutant, killedBy: { project: 'integration', file: by } }));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
