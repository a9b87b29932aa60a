import { setTimeout as delay } from 'node:timers/promises';

// A busy machine may take long; a server that cannot start exits, and that is noticed at once.
const READY_WITHIN_MS = 30_000;
const POLL_MS = 20;

/** Waiting on is no use: what is waited for cannot happen any more. */
export class Fatal extends Error {}

/**
 * Resolves when the condition holds; it is asked again and again, also when it throws.
 *
 * @throws Fatal as soon as the condition does
 */
export async function until(what: string, condition: () => Promise<boolean>): Promise<void> {
  const deadline = Date.now() + READY_WITHIN_MS;
  let cause: unknown;
  for (;;) {
    try {
      if (await condition()) return;
    } catch (error) {
      if (error instanceof Fatal) throw error;
      cause = error;
    }
    if (Date.now() > deadline) throw new Error(`Waited ${READY_WITHIN_MS} ms in vain until ${what}`, { cause });
    await delay(POLL_MS);
  }
}
