import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findRedisServers } from '@sluice/tools/redis';
import { violationsIn } from './history/check.ts';
import { ofKind, type History, type Violation } from './history/history.ts';
import { parseOptions, USAGE, type Options } from './options.ts';
import { scenarioOf, type Scenario } from './plan/scenario.ts';
import type { Schedule } from './plan/schedule.ts';
import type { Kind } from './plan/settings.ts';
import { reportOf } from './report.ts';
import { run } from './run.ts';
import { faultNames, NOTHING } from './servers/faults.ts';
import { evidenceFor } from './shrink/evidence.ts';
import { smallerScenario } from './shrink/rerun.ts';

/** `npx nx run redis-split:chaos`. Exit code 0 without violations, 1 with, 2 when it cannot run. README.md says what is checked. */
const failures = join(import.meta.dirname, '../test-results');
const options = parseOptions(process.argv.slice(2), Math.floor(Math.random() * 1_000_000));
if (typeof options === 'string') {
  process.stderr.write(`chaos: ${options}\n\n${USAGE}`);
  process.exit(2);
}
try {
  process.exitCode = await main(options);
} catch (error) {
  process.stderr.write(
    `chaos could not run: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  process.exitCode = 2;
}

async function main(options: Options): Promise<number> {
  const scenarios = options.replay === undefined ? await planned(options) : [written(options.replay)];
  let violations = 0;
  for (const scenario of scenarios) violations += await tryOut(scenario, options.shrink);
  console.log(`violations: ${violations}`);
  return violations > 0 ? 1 : 0;
}

async function planned({ ops, seed, kinds, server: wanted, rate }: Options): Promise<Scenario[]> {
  const { found } = await findRedisServers();
  const server = found.find(({ name }) => name.includes(wanted));
  if (!server) throw new Error(`expected a server such as ${found.map(({ name }) => name).join(', ')}, got ${wanted}`);
  const operations = Math.ceil(ops / kinds.length);
  return kinds.map((kind) => scenarioOf({ kind, server: server.name, seed, operations, ratePerSecond: rate }));
}

function written(file: string): Scenario {
  return JSON.parse(readFileSync(file, 'utf8')) as Scenario;
}

/** How many violations it brings. */
async function tryOut(scenario: Scenario, shrink: boolean): Promise<number> {
  const { kind, server, seed, operations } = scenario.settings;
  console.log(`seed ${seed}: ${operations} operations, ${kind} on ${server}`);
  const history = await runScenario(scenario);
  for (const line of reportOf(history)) console.log(`  ${line}`);
  const violations = violationsIn(history);
  const [first] = violations;
  if (!first) return 0;

  const evidence = await evidenceFor(first, history);
  const file = write(`chaos-${kind}-${seed}.json`, { ...scenario, violations, evidence, history });
  console.log(`  ${violations.length} violations; ${first.rule}: ${first.what}; again: --replay=${file}`);
  for (const entry of evidence) console.log(`    ${JSON.stringify(entry)}`);
  if (shrink) await writeSmaller({ ...scenario, schedule: begun(kind, scenario.schedule, history) }, first);
  return violations.length;
}

async function runScenario({ settings, schedule }: Scenario): Promise<History> {
  const { found } = await findRedisServers();
  const server = found.find(({ name }) => name === settings.server);
  if (!server) throw new Error(`expected ${settings.server}, found ${found.map(({ name }) => name).join(', ')}`);
  return run(settings, server.path, schedule);
}

/** The faults that there was time for. */
function begun(kind: Kind, { changes, disturbances }: Schedule, history: History): Schedule {
  const names = new Set(faultNames(kind).disturbances);
  const faults = ofKind(history, 'fault').filter(({ name }) => name !== NOTHING);
  const disturbed = faults.filter(({ name }) => names.has(name)).length;
  return {
    changes: changes.slice(0, faults.length - disturbed),
    disturbances: disturbances.slice(0, disturbed),
  };
}

async function writeSmaller(scenario: Scenario, { rule }: Violation): Promise<void> {
  const fails = async (smaller: Scenario) =>
    violationsIn(await runScenario(smaller)).some((violation) => violation.rule === rule);
  const { settings, schedule } = await smallerScenario(scenario, fails, { tries: 2, runs: 40 });
  const file = write(`chaos-${settings.kind}-${settings.seed}-smaller.json`, { settings, schedule });
  const faults = schedule.changes.length + schedule.disturbances.length;
  console.log(`  smaller: ${settings.operations} operations and ${faults} faults; --replay=${file}`);
}

function write(name: string, content: object): string {
  mkdirSync(failures, { recursive: true });
  const file = join(failures, name);
  writeFileSync(file, JSON.stringify(content));
  return file;
}
