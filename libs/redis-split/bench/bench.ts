import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { openBare, type Servers } from './clients.ts';
import { missedGoals } from './goals.ts';
import { heapGrowth } from './heap-growth.ts';
import { lifetime } from './lifetime.ts';
import { readCost } from './read-cost.ts';
import { readScaling } from './read-scaling.ts';
import { slowReplica } from './slow-replica.ts';
import { mapValues, type Spread } from './statistics.ts';

/** Prints one JSON object. Exit code 0 also when a goal is missed; 2 when the benchmark could not run. README.md says how it measures. */
const USAGE = 'Usage: npx nx run redis-split:bench [--rounds=9], at least 5 rounds; it starts the servers itself';

const parts: Readonly<Record<string, (servers: Servers, rounds: number) => Promise<Record<string, Spread>>>> = {
  'cost of a read': readCost,
  'reads of two replicas': readScaling,
  'reads with a slow replica': slowReplica,
  'heap with a flapping replica': heapGrowth,
  'idle and closing clients': lifetime,
};

const rounds = roundsOf(process.argv.slice(2));
const [primary, replicas] = [process.env['REDIS_URL'], process.env['REDIS_REPLICAS_URL']?.split(',') ?? []];
if (!rounds || !primary || replicas.length < 2 || !globalThis.gc) {
  process.stderr.write(`${USAGE}\n`);
  process.exit(2);
}

try {
  await run({ primary, replicas }, rounds);
} catch (error) {
  process.stderr.write(`The benchmark could not run: ${String(error)}\n`);
  process.exit(2);
}

async function run(servers: Servers, rounds: number): Promise<void> {
  const figures: Record<string, Spread> = {};
  for (const [name, measure] of Object.entries(parts)) {
    process.stderr.write(`${name}\n`);
    Object.assign(figures, await measure(servers, rounds));
  }
  const report = {
    ...mapValues(figures, ({ median }) => median),
    missed: missedGoals(figures),
    rounds,
    leastAndMost: mapValues(figures, ({ least, most }) => `${least} … ${most}`),
    machine: {
      node: process.version,
      server: await versionOf(servers.primary),
      cpu: cpus()[0]?.model,
      cores: cpus().length,
      load: loadavg()
        .map((load) => load.toFixed(1))
        .join(' '),
    },
  };
  process.stdout.write(`${JSON.stringify(report, null, 2)}\n`);
}

/** `undefined` when the arguments make no sense. */
function roundsOf(args: string[]): number | undefined {
  try {
    const { values } = parseArgs({ args, options: { rounds: { type: 'string', default: '9' } } });
    return /^\d+$/.test(values.rounds) && Number(values.rounds) >= 5 ? Number(values.rounds) : undefined;
  } catch {
    return undefined;
  }
}

async function versionOf(url: string): Promise<string | undefined> {
  const redis = await openBare(url);
  const info = await redis.info('server');
  await redis.quit();
  return /^redis_version:(\S+)/m.exec(info)?.[1];
}
