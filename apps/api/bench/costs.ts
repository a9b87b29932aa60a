import { request } from 'node:http';
import { loadCore, start } from './contestants.ts';
import { load } from './load.ts';
import type { Server } from './server.ts';

/** CPU time of one answer, in milliseconds. */
export async function costOf(path: string, server: Server, amount: number): Promise<number> {
  const before = await server.cpuMs();
  const { requests } = await load({ url: server.url + path, connections: 1, amount }, loadCore);
  return ((await server.cpuMs()) - before) / requests;
}

/** CPU time of one refusal, in milliseconds, while the only place is taken by a request whose body does not end. */
export async function shedCostMs(): Promise<number> {
  const server = await start('api', { MAX_IN_FLIGHT: '1' });
  const holder = request(`${server.url}/item`, { method: 'POST', headers: { 'content-type': 'application/json' } });
  holder.on('error', () => undefined);
  holder.write('{');
  while ((await fetch(`${server.url}/items/bench`)).status !== 503);
  const cost = await costOf('/items/bench', server, 20_000);
  holder.destroy();
  await server.stop();
  return cost;
}

/** Resident memory after each tenth of so many requests, in MiB. */
export async function memoryOver(requests: number, say: (line: string) => void): Promise<number[]> {
  const server = await start('api');
  const seen: number[] = [];
  for (let part = 1; part <= 10; part++) {
    const { failed } = await load(
      { url: `${server.url}/items/bench`, connections: 50, amount: requests / 10 },
      loadCore,
    );
    if (failed > 0) throw new Error(`${failed} requests failed`);
    seen.push(Math.round(await server.memoryMiB()));
    say(`${(requests / 10) * part} requests: ${seen.at(-1)} MiB`);
  }
  await server.stop();
  return seen;
}
