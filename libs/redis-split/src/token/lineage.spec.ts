import { describe, expect, it } from '@jest/globals';
import { follow, learnOrigin, NO_LINEAGE, normalise, type Lineage, type Origin } from './lineage.ts';

const at = (replid: string, offset: number) => ({ replid, offset: BigInt(offset) });
const origin = (replid: string, from?: string, forkOffset = 0): Origin => ({
  replid,
  ...(from !== undefined && { previous: { replid: from, forkOffset: BigInt(forkOffset) } }),
});
const seen = (...origins: readonly Origin[]): Lineage =>
  origins.reduce((lineage, each) => follow(lineage, each, false), NO_LINEAGE);

describe(normalise.name, () => {
  const once = seen(origin('A'), origin('B', 'A', 54));
  const twice = follow(once, origin('C', 'B', 90), false);

  it.each([
    ['a position of the primary itself', seen(origin('A')), at('A', 7), { kind: 'kept', position: at('A', 7) }],
    // Measured: 53 kept, 85 lost, fork at 54.
    ['a write before the fork', once, at('A', 53), { kind: 'kept', position: at('B', 53) }],
    ['the first write that the new primary never had', once, at('A', 54), { kind: 'lost', forkOffset: 54n }],
    ['a later one', once, at('A', 85), { kind: 'lost', forkOffset: 54n }],
    ['a position of the new history', once, at('B', 85), { kind: 'kept', position: at('B', 85) }],
    ['a write that survived two failovers', twice, at('A', 53), { kind: 'kept', position: at('C', 53) }],
    ['a write that was lost in the first of two', twice, at('A', 60), { kind: 'lost', forkOffset: 54n }],
    ['a write that was lost in the second', twice, at('B', 90), { kind: 'lost', forkOffset: 90n }],
    ['a history that nobody knows', twice, at('X', 1), { kind: 'unknown', position: at('X', 1) }],
    ['anything before the primary was seen', NO_LINEAGE, at('A', 1), { kind: 'unknown' }],
  ])('%s', (_name, lineage, position, expected) => {
    expect(normalise(lineage, position)).toMatchObject(expected);
  });

  it('never makes a position larger, and never keeps one at or after a fork on its way', () => {
    for (let seed = 1; seed <= 500; seed++) {
      const forks = Array.from({ length: 4 }, (_, i) => (seed * 31 * (i + 3)) % 97);
      const lineage = seen(origin('0'), ...forks.map((fork, i) => origin(`${i + 1}`, `${i}`, fork)));
      const start = seed % 5;
      const offset = (seed * 17) % 97;

      const fate = normalise(lineage, at(`${start}`, offset));

      const kept = forks.slice(start).every((fork) => offset < fork);
      expect(fate).toMatchObject(kept ? { kind: 'kept', position: at('4', offset) } : { kind: 'lost' });
    }
  });
});

describe(follow.name, () => {
  it('loses nothing when the id of a live primary changes: its first replica came, or its backlog went', () => {
    const lineage = follow(seen(origin('A')), origin('B'), true);

    expect(normalise(lineage, at('A', 1000))).toEqual({ kind: 'kept', position: at('B', 1000) });
  });

  it('knows nothing of what was before an interruption without an origin: a restart', () => {
    expect(normalise(seen(origin('A'), origin('B')), at('A', 1)).kind).toBe('unknown');
  });

  it('trusts an origin more than an uninterrupted connection', () => {
    const lineage = follow(seen(origin('A')), origin('C', 'B', 5), true);

    expect(normalise(lineage, at('A', 1)).kind).toBe('unknown');
  });

  it('connects histories once the step between them is learned from whoever was primary there', () => {
    const gap = seen(origin('A'), origin('C', 'B', 90));
    expect(normalise(gap, at('A', 53)).kind).toBe('unknown');

    expect(normalise(learnOrigin(gap, origin('B', 'A', 54)), at('A', 53)).kind).toBe('kept');
  });

  it('follows the branch of the primary after a split brain', () => {
    const lineage = follow(learnOrigin(seen(origin('A')), origin('B', 'A', 10)), origin('C', 'A', 20), false);

    expect(normalise(lineage, at('A', 15))).toEqual({ kind: 'kept', position: at('C', 15) });
    expect(normalise(lineage, at('B', 1)).kind).toBe('unknown');
  });

  it('forgets the oldest of very many failovers', () => {
    const steps = Array.from({ length: 100 }, (_, i) => origin(`${i + 1}`, `${i}`, 1000));
    const lineage = seen(origin('0'), ...steps);

    expect(normalise(lineage, at('0', 1)).kind).toBe('unknown');
    expect(normalise(lineage, at('99', 1)).kind).toBe('kept');
  });
});
