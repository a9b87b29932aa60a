import { describe, expect, it } from '@jest/globals';
import { withDeadline } from './deadline.ts';

const late = () => new Error('late');

describe(withDeadline.name, () => {
  it('gives the value', async () => {
    await expect(withDeadline(Promise.resolve(7), 60_000, late)).resolves.toBe(7);
  });

  it('gives the rejection', async () => {
    await expect(withDeadline(Promise.reject(new Error('no')), 60_000, late)).rejects.toThrow('no');
  });

  it('rejects a promise that takes too long', async () => {
    await expect(withDeadline(new Promise(() => undefined), 1, late)).rejects.toThrow('late');
  });
});
