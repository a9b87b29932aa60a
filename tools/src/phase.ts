import { performance } from 'node:perf_hooks';

const tickMs = 15_000;

/**
 * Run one phase of long work with a line when it begins, one every 15 s while it goes on, and one at its end.
 *
 * Lines go to standard error, so that a wrapped command keeps standard output for itself.
 */
export async function phase<T>(label: string, work: () => Promise<T>): Promise<T> {
  const startedAt = performance.now();
  const elapsed = () => `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
  console.error(`${label} …`);
  const tick = setInterval(() => console.error(`${label} … ${elapsed()}`), tickMs);
  try {
    const result = await work();
    console.error(`${label}: done in ${elapsed()}`);
    return result;
  } catch (error) {
    console.error(`${label}: failed after ${elapsed()}`);
    throw error;
  } finally {
    clearInterval(tick);
  }
}
