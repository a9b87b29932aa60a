import { cpus, loadavg } from 'node:os';
import { parseArgs } from 'node:util';
import { loadCore, names, start, type Name } from './contestants.ts';
import { costOf, memoryOver, shedCostMs } from './costs.ts';
import { load } from './load.ts';
import { median } from './median.ts';
import type { Server } from './server.ts';

const { values } = parseArgs({
  options: { rounds: { type: 'string', default: '5' }, soak: { type: 'string', default: '0' } },
});
const turnS = 3;
const say = (line: string) => console.error(line);
const rounded = (value: number) => Math.round(value * 100) / 100;

const servers = Object.fromEntries(
  await Promise.all(names.map(async (name) => [name, await start(name)] as const)),
) as Record<Name, Server>;
await write(servers.api);

const turns = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, Turn[]>;
for (let round = 0; round <= Number(values.rounds); round++) {
  // In changing order, so that whatever else the machine does meets all of them alike.
  for (const name of round % 2 ? names : names.toReversed()) {
    const seen = await turn(name);
    say(
      `round ${round || 'of warm-up'}: ${name} ${seen.perS.toFixed(0)}/s, ${(seen.cpuMs * 1000).toFixed(0)} µs of CPU`,
    );
    if (round > 0) turns[name].push(seen);
  }
}
const cpuMs = (name: Name) => median(turns[name].map((each) => each.cpuMs));
const perS = (name: Name) => median(turns[name].map((each) => each.perS));

const at70Percent = await turn('api', Math.round(perS('api') * 0.7));
const scrapeCpuMs = await costOf('/metrics', servers.api, 200);
await Promise.all(Object.values(servers).map((server) => server.stop()));
const shedCpuMs = await shedCostMs();
const soak = Number(values.soak);
const memoryMiB = soak > 0 ? await memoryOver(soak, say) : undefined;

const figures = {
  apiOverRaw: rounded(cpuMs('raw') / cpuMs('api')),
  apiOverRawThroughput: rounded(perS('api') / perS('raw')),
  apiWithLogOverRaw: rounded(cpuMs('raw') / cpuMs('apiWithLog')),
  fastifyOverRaw: rounded(cpuMs('raw') / cpuMs('fastify')),
  apiOverFastify: rounded(cpuMs('fastify') / cpuMs('api')),
  p99MsAt70Percent: at70Percent.p99Ms,
  scrapeCpuMs: rounded(scrapeCpuMs),
  shedCpuMs: rounded(shedCpuMs),
  ...(memoryMiB && { memoryMiB }),
};
const goals = {
  apiOverRaw: figures.apiOverRaw >= 0.8,
  scrapeCpuMs: figures.scrapeCpuMs <= 5,
  shedCpuMs: figures.shedCpuMs <= 5,
};
const missed = Object.entries(goals).flatMap(([name, met]) => (met ? [] : name));
const cpuUsPerRequest = Object.fromEntries(names.map((name) => [name, Math.round(cpuMs(name) * 1000)]));
const machine = { cpu: cpus()[0]?.model, cores: cpus().length, load: loadavg().map(rounded), node: process.version };
console.log(JSON.stringify({ ...figures, cpuUsPerRequest, missed, machine }, null, 2));

interface Turn {
  /** CPU time of the server for one request, in milliseconds. */
  readonly cpuMs: number;
  readonly perS: number;
  readonly p99Ms: number;
}

async function turn(name: Name, rate?: number): Promise<Turn> {
  const server = servers[name];
  const before = await server.cpuMs();
  const url = `${server.url}/items/bench`;
  const seen = await load({ url, connections: 50, durationS: turnS, ...(rate && { rate }) }, loadCore);
  if (seen.failed > 0) throw new Error(`${name}: ${seen.failed} of ${seen.requests} requests failed`);
  return { cpuMs: ((await server.cpuMs()) - before) / seen.requests, perS: seen.requestsPerS, p99Ms: seen.p99Ms };
}

async function write({ url }: Server): Promise<void> {
  const response = await fetch(`${url}/item`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ id: 'bench', val: 'v'.repeat(100) }),
  });
  if (!response.ok) throw new Error(`Cannot write the item: ${response.status}`);
}
