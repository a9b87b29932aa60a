import { setTimeout } from 'node:timers/promises';

const pollMs = 20;

/** Asks until the answer is the wanted one, and returns it. The time limit is the test's own. */
export async function until<T>(ask: () => Promise<T>, wanted: (answer: T) => boolean | Promise<boolean>): Promise<T> {
  for (;;) {
    const answer = await ask();
    if (await wanted(answer)) return answer;
    await setTimeout(pollMs);
  }
}

/** Asks until the answer is a 200. */
export const untilOk = (ask: () => Promise<Response>): Promise<Response> => until(ask, ({ status }) => status === 200);
