import { describe, expect, it } from '@jest/globals';
import { readNodes, type Candidate, type ReadFrom } from './read-nodes.ts';

const primary: Candidate = { role: 'primary', standing: 'fit' };
const lostPrimary: Candidate = { role: 'primary', standing: 'unfit' };
const fit: Candidate = { role: 'replica', standing: 'fit' };
const stale: Candidate = { role: 'replica', standing: 'stale' };
const unfit: Candidate = { role: 'replica', standing: 'unfit' };

describe(readNodes.name, () => {
  it.each<[string, Candidate[], Candidate[]]>([
    ['replicas in sync share the reads', [primary, fit, fit], [fit, fit]],
    ['one that is not in sync gets none', [primary, fit, stale, unfit], [fit]],
    ['the primary serves when no replica is in sync', [primary, stale, unfit], [primary]],
    ['the primary serves when there is no replica', [primary], [primary]],
    ['without the primary, cut-off replicas go on', [lostPrimary, stale, stale, unfit], [stale, stale]],
    ['nobody is left', [lostPrimary, unfit], []],
  ])('%s', (_name, nodes, expected) => {
    expect(readNodes(nodes, 'preferReplica')).toEqual(expected);
  });

  it.each<[ReadFrom, Candidate[], Candidate[]]>([
    ['primary', [primary, fit], [primary]],
    ['primary', [lostPrimary, fit, stale], []],
    ['replica', [primary, fit, stale], [fit]],
    ['replica', [primary, stale], [stale]],
    ['any', [primary, fit, stale], [primary, fit]],
    ['any', [lostPrimary, stale], [stale]],
  ])('from %s: %j', (from, nodes, expected) => {
    expect(readNodes(nodes, from)).toEqual(expected);
  });
});
