import { randomBytes } from 'node:crypto';
import { describe, expect, it } from '@jest/globals';
import { wanted } from '../apply/rollback.ts';
import { expired, lastGood, pack, unpack, type Outcome, type Revision } from './revision.ts';

const revision = (number: number, outcome: Outcome = 'applied'): Revision => ({
  number,
  outcome,
  at: '',
  cause: 'apply',
});

describe('revisions', () => {
  it('pack and unpack objects unchanged', () => {
    const objects = [{ apiVersion: 'v1', kind: 'Service', metadata: { name: 'ä' } }];
    expect(unpack(pack(objects))).toEqual(objects);
  });

  it('refuse what the cluster would not hold', () => {
    const metadata = { name: randomBytes(800 * 1024).toString('base64') };
    expect(() => pack([{ apiVersion: 'v1', kind: 'ConfigMap', metadata }])).toThrow(/pack into 921600 bytes, got \d+/);
  });

  it('expire but for five, and for the last good one', () => {
    expect(expired([1, 2, 3, 4, 5, 6, 7].map((number) => revision(number))).map(({ number }) => number)).toEqual([
      2, 1,
    ]);
    const failures = [2, 3, 4, 5, 6, 7].map((number) => revision(number, 'failed'));
    expect(expired([revision(1), ...failures]).map(({ number }) => number)).toEqual([2]);
  });

  it('go back to the last that worked', () => {
    expect(lastGood([revision(1), revision(3, 'failed'), revision(2)])?.number).toBe(2);
    expect(lastGood([revision(1, 'failed')])).toBeUndefined();
  });

  it('are found by number, by default the one before the present', () => {
    const all = [revision(1), revision(2), revision(3, 'failed'), revision(4)];
    expect(wanted(all, undefined).number).toBe(2);
    expect(wanted(all, '1').number).toBe(1);
    expect(() => wanted(all, '3')).toThrow('Expected a revision that was applied (4, 2, 1), got 3');
    expect(() => wanted([revision(1)], undefined)).toThrow('got none before the present one');
  });
});
