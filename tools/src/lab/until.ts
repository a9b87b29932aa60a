import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { CannotRun } from '../cannot-run.ts';

const pollMs = 200;

/** Ask again and again until the answer is yes; after the deadline, fail with what was waited for. */
export async function until(
  what: string,
  probe: () => boolean | Promise<boolean>,
  { timeoutMs, signal }: { timeoutMs: number; signal?: AbortSignal },
): Promise<void> {
  const startedAt = performance.now();
  while (!(await probe())) {
    if (performance.now() - startedAt > timeoutMs) throw new CannotRun(`gave up after ${timeoutMs / 1000} s: ${what}`);
    await delay(pollMs, undefined, { signal });
  }
}
