import { performance } from 'node:perf_hooks';
import type { Recorder } from '../history/recorder.ts';
import type { Cluster } from './cluster.ts';

/** Looks at what the primary really has, past the clients. */
export class Auditor {
  readonly #cluster: Cluster;
  readonly #keys: () => readonly string[];
  readonly #recorder: Recorder;

  /** @param keys all that were ever written to */
  constructor(cluster: Cluster, keys: () => readonly string[], recorder: Recorder) {
    this.#cluster = cluster;
    this.#keys = keys;
    this.#recorder = recorder;
  }

  /** @param sinceMs when that began that may have lost something */
  async audit(sinceMs: number): Promise<void> {
    const startedAtMs = performance.now();
    const lists = await this.#cluster.ask(this.#cluster.primary, async (redis) => {
      const pipeline = redis.pipeline();
      for (const key of this.#keys()) pipeline.lrange(key, 0, -1);
      return pipeline.exec();
    });
    const values = (lists ?? []).flatMap(([error, list]) => {
      if (error) throw error;
      return (list as string[]).map(Number);
    });
    this.#recorder.add({ kind: 'audit', startedAtMs, endedAtMs: performance.now(), sinceMs, values });
  }
}
