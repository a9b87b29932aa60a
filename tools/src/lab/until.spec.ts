import { describe, expect, it } from '@jest/globals';
import { until } from './until.ts';

describe(until.name, () => {
  it('asks until the answer is yes', async () => {
    let asked = 0;
    await until('it', () => ++asked === 2, { timeoutMs: 60_000 });
    expect(asked).toBe(2);
  });

  it('says what it waited for when the deadline has passed', async () => {
    await expect(until('the lock opens', () => false, { timeoutMs: 1 })).rejects.toThrow(
      'gave up after 0.001 s: the lock opens',
    );
  });

  it('ends with the signal', async () => {
    const reason = new Error('interrupted');
    const stop = new AbortController();
    const waiting = until('it', () => false, { timeoutMs: 60_000, signal: stop.signal });
    stop.abort(reason);
    await expect(waiting).rejects.toMatchObject({ name: 'AbortError', cause: reason });
  });
});
