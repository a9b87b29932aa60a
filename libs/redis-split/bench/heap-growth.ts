import { setFlagsFromString } from 'node:v8';
import { startRedisTopology, type RedisNode } from '@sluice/tools/redis';
import { heapUsed, openBare, openSplit } from './clients.ts';
import type { SplitClient } from '../src/index.ts';
import type { Operation } from './rounds.ts';
import { spreadOf, type Spread } from './statistics.ts';

const OPERATIONS = 200_000;
const CALLERS = 100;
/** A million reads for the compiler. */
const WARM_UP_ROUNDS = 5;

/** What the heap grows by, over itself, in a million reads while one replica dies and comes back all the time. */
export async function heapGrowth(_servers: unknown, rounds: number): Promise<Record<string, Spread>> {
  // What the compiler throws away some day would hide what grows.
  setFlagsFromString('--no-flush-bytecode');
  const topology = await startRedisTopology({ replicas: 2 });
  try {
    const { primary, replicas } = topology;
    const bare = await openBare(primary.url);
    const growthBare = await growthOf(() => bare.get('value'), rounds);
    await bare.quit();

    const split = await openSplit({ primary: primary.url, replicas: replicas.map(({ url }) => url) });
    const flapping = flap(replicas[0] as RedisNode, split);
    const growthFlapping = await growthOf(() => split.get('value'), rounds);
    const flaps = await flapping.end();
    await split.close();
    return {
      heapGrowthFlapping: spreadOf(growthFlapping),
      heapGrowthBare: spreadOf(growthBare),
      flaps: spreadOf([flaps]),
    };
  } finally {
    await topology.stop();
  }
}

/** Between any two rounds, scaled to a million operations: their median is the slope of the line through all. */
async function growthOf(operation: Operation, rounds: number): Promise<number[]> {
  const heaps: number[] = [];
  for (let round = 1 - WARM_UP_ROUNDS; round <= rounds; round++) {
    let left = OPERATIONS;
    const caller = async () => {
      while (left-- > 0) await operation();
    };
    await Promise.all(Array.from({ length: CALLERS }, caller));
    if (round < 1) continue;
    heaps.push(heapUsed());
    process.stderr.write(`  round ${round} of ${rounds}\n`);
  }
  return heaps.flatMap((heap, i) =>
    heaps.slice(0, i).map((earlier, j) => ((heap - earlier) / earlier) * (1e6 / ((i - j) * OPERATIONS))),
  );
}

function flap(node: RedisNode, client: SplitClient): { end(): Promise<number> } {
  let isOn = true;
  const flapped = (async () => {
    let flaps = 0;
    for (; isOn; flaps++) {
      const up = new Promise<void>((resolve) => {
        const listener = () => {
          client.off('nodeUp', listener);
          resolve();
        };
        client.on('nodeUp', listener);
      });
      await node.restart();
      await up;
    }
    return flaps;
  })();
  return {
    end: () => {
      isOn = false;
      return flapped;
    },
  };
}
