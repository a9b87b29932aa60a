import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { CannotRun } from '../cannot-run.ts';
import { runK6 } from '../k6.ts';
import { LoadTally } from '../load-tally.ts';
import { steady } from '../profiles/steady.ts';
import { openResults } from '../results.ts';
import { runIdOf } from '../run-record.ts';
import { isCluster, readTarget } from '../target.ts';
import { lossOf, type Loss } from './loss.ts';
import { podsOf, type Pods } from './pods.ts';

const usage = `usage: npx nx run loadtests:zero-loss [--env=local] [--restarts=20] [--scale-downs=10]
Loads the API without a pause while its pods are restarted and taken away, and counts what was lost.
exit codes: 0 nothing, 1 something, 2 cannot run`;

const room = resolve(import.meta.dirname, '../..');
/** Of pods between the events, and before each scale-down. */
const [few, many] = [2, 4];

async function main(args: readonly string[]): Promise<number> {
  const { env, restarts, scaleDowns } = parse(args);
  const target = await readTarget(join(room, '../deploy/rendered/targets'), env);
  if (!isCluster(target)) throw new CannotRun('expected an environment with pods');
  const folder = await openResults(
    join(room, 'results'),
    runIdOf(new Date(), { ...steady, name: 'zero-loss' }, target),
  );
  const tally = new LoadTally();
  const stop = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM'] as const) process.on(name, () => stop.abort());
  const pods = podsOf(target);

  await pods.scaleTo(few);
  const load = runK6(steady, target, folder, (point) => tally.add(point), stop.signal);
  try {
    await Promise.race([disturb(pods, restarts, scaleDowns, () => progress(tally), stop.signal), load]);
  } finally {
    const seconds = Math.floor((Date.now() - (tally.startMs ?? Date.now())) / 1000) - 1;
    const interrupted = stop.signal.aborted;
    stop.abort();
    const end = await load;
    await pods.release();
    if (tally.startMs === undefined) throw new CannotRun(`the load did not begin: ${end.lastError}`);
    const loss = lossOf(tally.seconds, Math.max(0, seconds));
    if (!interrupted) process.exitCode = verdict(loss, seconds, restarts, scaleDowns);
  }
  return Number(process.exitCode ?? 2);
}

/** In turns, as long as there are any of both. */
async function disturb(pods: Pods, restarts: number, scaleDowns: number, now: () => string, signal: AbortSignal) {
  for (let i = 1; i <= Math.max(restarts, scaleDowns); i++) {
    if (signal.aborted) return;
    if (i <= restarts) await pods.restart();
    if (i <= restarts) console.log(`restart ${i} of ${restarts}: ${now()}`);
    if (i > scaleDowns || signal.aborted) continue;
    await pods.scaleTo(many);
    await pods.scaleTo(few);
    console.log(`scale-down ${i} of ${scaleDowns}, ${many} → ${few} pods: ${now()}`);
  }
}

function progress(tally: LoadTally): string {
  const { ok, failed, dropped } = lossOf(tally.seconds, tally.seconds.length);
  return `${ok} ok, ${failed} failed, ${dropped} dropped so far`;
}

function verdict(
  { sent, ok, failed, dropped, slowestMs }: Loss,
  seconds: number,
  restarts: number,
  scaleDowns: number,
) {
  const kept = failed === 0 && dropped === 0 && ok > 0;
  console.log(
    `${kept ? 'PASS' : 'FAIL'}  ${failed} of ${sent} requests failed (refused, reset, late or not 200), ${dropped} not sent; ` +
      `${restarts} restarts and ${scaleDowns} scale-downs in ${seconds} s; slowest answer ${Math.round(slowestMs)} ms`,
  );
  return kept ? 0 : 1;
}

function parse(args: readonly string[]): { env: string; restarts: number; scaleDowns: number } {
  try {
    const { values } = parseArgs({
      args: [...args],
      options: {
        env: { type: 'string', default: 'local' },
        restarts: { type: 'string', default: '20' },
        'scale-downs': { type: 'string', default: '10' },
      },
    });
    const count = (text: string) => {
      if (/^\d{1,4}$/.test(text)) return Number(text);
      throw new Error(`expected a whole number, got \`${text}\``);
    };
    return { env: values.env, restarts: count(values.restarts), scaleDowns: count(values['scale-downs']) };
  } catch (error) {
    throw new CannotRun(`${(error as Error).message}\n${usage}`);
  }
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof CannotRun ? `error: ${error.message}` : error);
  process.exitCode = 2;
}
