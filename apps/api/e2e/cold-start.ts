import { startRedisTopology } from '@sluice/tools/redis';
import { apiOn } from './start-api.ts';

const runs = 5;

const redis = await startRedisTopology({ replicas: 1 });
try {
  const took: number[] = [];
  for (let run = 1; run <= runs; run++) {
    const startedAt = performance.now();
    const api = await apiOn(redis).start();
    took.push(Math.round(performance.now() - startedAt));
    console.log(`cold start ${run} of ${runs}: ${took.at(-1)} ms from the spawn to the first 200 on /livez`);
    await api.terminate();
  }
  console.log(`cold start, median of ${runs}: ${took.toSorted((a, b) => a - b)[Math.floor(runs / 2)]} ms`);
} finally {
  await redis.stop();
}
