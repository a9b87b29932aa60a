import { expect, it } from '@jest/globals';
import { onlyOne } from './only-one.ts';

const name = `sluice-only-one-spec-${process.pid}`;

it('refuses a second one while the first is at work, and frees the lock also after a failure', async () => {
  await onlyOne(name, async () => {
    await expect(onlyOne(name, () => Promise.resolve())).rejects.toThrow('another lab-up or lab-down is at work');
  });
  await expect(onlyOne(name, () => Promise.reject(new Error('work failed')))).rejects.toThrow('work failed');
  expect(await onlyOne(name, () => Promise.resolve('again'))).toBe('again');
});
