import { performance } from 'node:perf_hooks';
import { heapUsed, openBare, openSplit, type Servers } from './clients.ts';
import { spreadOf, type Spread } from './statistics.ts';

const CLIENTS = 30;

/** What a client of all nodes takes while it is idle, and how long its `close` takes. */
export async function lifetime(servers: Servers, rounds: number): Promise<Record<string, Spread>> {
  const urls = [servers.primary, ...servers.replicas];
  const closeMs: number[] = [];
  const heapKiB: number[] = [];
  const heapOverBare: number[] = [];

  for (let round = 1; round <= rounds; round++) {
    const [bareKiB, bare] = await heapOf(() => Promise.all(urls.map((url) => openBare(url))));
    const [splitKiB, split] = await heapOf(() => openSplit(servers));
    heapKiB.push(splitKiB);
    heapOverBare.push(splitKiB / bareKiB);
    await Promise.all(bare.flat().map((redis) => redis.quit()));
    for (const client of split) {
      const startedAt = performance.now();
      await client.close();
      closeMs.push(performance.now() - startedAt);
    }
    process.stderr.write(`  round ${round} of ${rounds}\n`);
  }
  return {
    closeMs: spreadOf(closeMs),
    heapPerClientKiB: spreadOf(heapKiB),
    heapPerClientOverBare: spreadOf(heapOverBare),
  };
}

/** How much the heap grew for each of many, and what was opened. */
async function heapOf<T>(open: () => Promise<T>): Promise<[kib: number, opened: T[]]> {
  const before = heapUsed();
  const opened: T[] = [];
  for (let i = 0; i < CLIENTS; i++) opened.push(await open());
  return [(heapUsed() - before) / 1024 / CLIENTS, opened];
}
