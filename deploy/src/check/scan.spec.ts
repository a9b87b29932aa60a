import { expect, it } from '@jest/globals';
import { valid, waivers } from './scan.ts';

it('lets off only until a day', () => {
  expect(valid('2026-11-24')).toHaveLength(waivers.length);
  expect(() => valid('2027-04-01')).toThrow(/expired ones in .*\n {2}CKV_K8S_35 until 2027-03-31: redis-cli/);
});
