import { performance } from 'node:perf_hooks';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { type Link, type RedisNode, type RedisTopology, startLink, startRedisTopology } from '@sluice/tools/redis';
import { Redis } from 'ioredis';
import { createSplitClient } from '../src/index.ts';
import { everyServer } from './every-server.ts';
import { allInSync, behind, followThrough, twoOf } from './servers.ts';
import { until } from './until.ts';

describe.each(everyServer)('the age of an answer, on $name', ({ path: server }) => {
  let topology: RedisTopology;
  let current: RedisNode;
  let link: Link;

  beforeEach(async () => {
    topology = await startRedisTopology({ replicas: 2, server });
    const [lagging, other] = twoOf(topology.replicas);
    current = other;
    link = await startLink(topology.primary.port);
    await followThrough(lagging, link);
  });

  afterEach(async () => {
    await topology.stop();
    await link.close();
  });

  it('is never older than it says, whatever freezes', async () => {
    // So far away that it matters whether a sample counts from its question or from its answer.
    const far = await startLink(topology.primary.port, { delayMs: 30 });
    const distant = createSplitClient({
      topology: behind(far, topology),
      sampleIntervalMs: 10,
    });
    const writer = new Redis(topology.primary.url);
    /** When the write of each value had been answered: who misses it later is at least as old as that. */
    const writtenAtMs: number[] = [];
    let writing = true;
    const written = (async () => {
      for (let n = 0; writing; n++) {
        await writer.set('n', n);
        writtenAtMs[n] = performance.now();
      }
    })();
    const faults = [
      () => link.hold(),
      () => link.release(),
      () => current.pause(),
      () => current.resume(),
      () => topology.primary.pause(),
      () => topology.primary.resume(),
    ];
    const read = async (i: number): Promise<'proved' | 'current' | 'refused'> => {
      const mode = i % 3 === 0 ? 'sampled' : 'verified';
      const options = { mode, maxStalenessMs: 500, onStale: i % 2 ? 'serve' : 'fail' } as const;
      const result = await distant.read(options, (view) => view.get('n')).catch(() => undefined);
      const nowMs = performance.now();
      const firstMissingAtMs = writtenAtMs[Number(result?.value ?? -1) + 1];
      if (!result) return 'refused';
      if (firstMissingAtMs === undefined) return 'current';
      // Between the two readings of the clock lies a moment of ours.
      expect(nowMs - firstMissingAtMs).toBeLessThanOrEqual(result.stalenessMs + 2);
      return result.stalenessMs === Infinity ? 'refused' : 'proved';
    };
    const reads = { proved: 0, current: 0, refused: 0 };
    try {
      await allInSync(distant);
      await until(
        async () => (await distant.read({ mode: 'verified' }, (view) => view.get('n'))).outcome === 'replica',
      );
      for (let i = 0; i < 3000; i++) {
        if (i % 100 === 0) faults[(i / 100) % faults.length]?.();
        reads[await read(i)]++;
      }
    } finally {
      link.release();
      current.resume();
      topology.primary.resume();
      writing = false;
      await written.catch(() => undefined);
      writer.disconnect();
      await distant.close();
      await far.close();
    }
    expect(reads.proved).toBeGreaterThan(100);
  });
});
