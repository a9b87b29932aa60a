import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';

// Shorter than the timeout of a test, so that a test that waits in vain still ends what it started.
const LONGEST_MS = 30_000;

/** Resolves when the condition holds; it is asked again and again. */
export async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + LONGEST_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`Waited ${LONGEST_MS} ms in vain until ${String(condition)}`);
    await delay(10);
  }
}
