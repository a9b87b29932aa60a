import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { startRedisTopology, type RedisNode } from '@sluice/tools/redis';
import type { Redis } from 'ioredis';
import { openBare, openSplit } from './clients.ts';
import type { Operation } from './rounds.ts';
import { mapValues, quantile, spreadOf, type Spread } from './statistics.ts';

/** The slow replica stands still for most of the time, as on a node whose share of the CPU is used up. */
const STOPPED_MS = 50;
const RUNNING_MS = 5;

/** Ticks come about every millisecond. */
const PER_TICK = 2;
const TURN_MS = 500;
const TURNS = 4;

/** The slowest hundredth of reads from two replicas, one of them slow: two choices over in turn. */
export async function slowReplica(_servers: unknown, rounds: number): Promise<Record<string, Spread>> {
  const topology = await startRedisTopology({ replicas: 2 });
  try {
    const { primary, replicas } = topology;
    const split = await openSplit({ primary: primary.url, replicas: replicas.map(({ url }) => url) });
    const bare = await Promise.all(replicas.map(({ url }) => openBare(url)));
    let turn = 0;
    const contestants = {
      twoChoices: () => split.get('value'),
      inTurn: () => (bare[turn++ % bare.length] as Redis).get('value'),
      // What nobody can be better than here and now.
      fastAlone: () => (bare[1] as Redis).get('value'),
    };

    const slow = slowDown(replicas[0] as RedisNode);
    const samples: Record<keyof typeof contestants, number>[] = [];
    // The first one is for the compiler.
    for (let round = 0; round <= rounds; round++) {
      const latencies: Record<keyof typeof contestants, number[]> = { twoChoices: [], inTurn: [], fastAlone: [] };
      for (let i = 0; i < TURNS; i++) {
        for (const name of Object.keys(contestants) as (keyof typeof contestants)[]) {
          latencies[name].push(...(await latenciesOf(contestants[name])));
        }
      }
      if (round > 0) {
        samples.push(mapValues(latencies, (all) => quantile(all, 0.99)));
        process.stderr.write(`  round ${round} of ${rounds}\n`);
      }
    }
    await slow.end();
    await Promise.all([split.close(), ...bare.map((redis) => redis.quit())]);
    return {
      p99SlowReplica: spreadOf(samples.map(({ twoChoices, inTurn }) => twoChoices / inTurn)),
      p99SlowReplicaMs: spreadOf(samples.map(({ twoChoices }) => twoChoices)),
      p99SlowReplicaInTurnMs: spreadOf(samples.map(({ inTurn }) => inTurn)),
      p99FastReplicaAloneMs: spreadOf(samples.map(({ fastAlone }) => fastAlone)),
    };
  } finally {
    await topology.stop();
  }
}

/**
 * How long each read takes, in milliseconds, at a steady pace, however slowly they are answered: callers who wait for an answer
 * before the next question would spare a slow server, and hide how slow it is.
 */
async function latenciesOf(operation: Operation): Promise<number[]> {
  const reads: Promise<number>[] = [];
  const endsAtMs = performance.now() + TURN_MS;
  while (performance.now() < endsAtMs) {
    // Nothing is made up for: a pause of this process must not become a burst.
    for (let i = 0; i < PER_TICK; i++) reads.push(timed(operation));
    await delay(1);
  }
  return Promise.all(reads);
}

async function timed(operation: Operation): Promise<number> {
  const sentAtMs = performance.now();
  await operation();
  return performance.now() - sentAtMs;
}

function slowDown(node: RedisNode): { end(): Promise<void> } {
  let isOn = true;
  const slowed = (async () => {
    while (isOn) {
      node.pause();
      await delay(STOPPED_MS);
      node.resume();
      await delay(RUNNING_MS);
    }
  })();
  return {
    end: () => {
      isOn = false;
      return slowed;
    },
  };
}
