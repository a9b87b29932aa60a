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
  const say = (line: string) => process.stderr.write(`${line}\n`);
  say(`${label} …`);
  const tick = setInterval(() => say(`${label} … ${elapsed()}`), tickMs);
  try {
    const result = await work();
    say(`${label}: done in ${elapsed()}`);
    return result;
  } catch (error) {
    say(`${label}: failed after ${elapsed()}`);
    throw error;
  } finally {
    clearInterval(tick);
  }
}
