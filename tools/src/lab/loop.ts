// `npm run lab`: the whole loop on a real cluster. Exit code 0 pass, 1 fail, 2 cannot run, 130 interrupted.
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { execa, type ResultPromise } from 'execa';
import { type Step, steps } from './loop-steps.ts';

const root = join(import.meta.dirname, '../../..');
const usage = 'Usage: npm run lab -- [--profile=step] [--keep]';

const beganAt = Date.now();
let running: ResultPromise | undefined;
let interrupted: NodeJS.Signals | undefined;

/** Output goes straight to the terminal. Each step leads its own process group, so that a signal reaches all of it once. */
async function run({ name, command, args }: Step): Promise<number> {
  const startedAt = Date.now();
  console.log(`\n▸ ${name}`);
  running = execa(command, args, { cwd: root, stdio: 'inherit', detached: true, reject: false, cleanup: false });
  const { exitCode, failed, shortMessage } = await running;
  running = undefined;
  if (exitCode === undefined && failed) console.error(shortMessage);
  console.log(
    `▸ ${name}: ${exitCode === 0 ? 'done' : 'failed'} after ${((Date.now() - startedAt) / 1000).toFixed(1)} s`,
  );
  return exitCode ?? 2;
}

function interrupt(signal: NodeJS.Signals): void {
  interrupted ??= signal;
  if (running?.pid === undefined) return;
  try {
    process.kill(-running.pid, signal);
  } catch {
    // It ended by itself in this very moment.
  }
}

function options(): { profile: string; keep: boolean } {
  try {
    const { values } = parseArgs({
      options: { profile: { type: 'string', default: 'step' }, keep: { type: 'boolean', default: false } },
    });
    return values;
  } catch (error) {
    console.error(`${(error as Error).message}\n${usage}`);
    process.exit(2);
  }
}

const { profile, keep } = options();
const { prepare, load, tearDown } = steps(profile);

const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
for (const signal of signals) process.on(signal, interrupt);

let exitCode = 0;
for (const step of prepare) {
  if (exitCode === 0 && !interrupted) exitCode = (await run(step)) === 0 ? 0 : 2;
}
if (exitCode === 0 && !interrupted) exitCode = await run(load);

if (keep && !interrupted)
  console.log('\nThe cluster stays up: kubectl --context=sluice-lab … · npx nx run tools:lab-down');
else {
  // From here on a second Ctrl-C must not leave half a cluster behind.
  for (const signal of signals)
    process.off(signal, interrupt).on(signal, () => console.error('stopping the cluster …'));
  const down = await run(tearDown);
  if (down !== 0) exitCode ||= 2;
}
const ended = interrupted ? 130 : exitCode;
process.exitCode = ended;

const endings: Readonly<Record<number, string>> = { 0: 'pass', 1: 'fail', 130: 'interrupted' };
const tookS = ((Date.now() - beganAt) / 1000).toFixed(0);
const report = ended < 2 ? ' · report: loadtests/results/latest/report.html' : '';
console.log(`\n${endings[ended] ?? 'cannot run: see above'} after ${tookS} s${report}`);
