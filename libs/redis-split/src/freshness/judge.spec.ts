import { describe, expect, it } from '@jest/globals';
import type { ReplicationInfo } from '../node/replication-info.ts';
import { History } from './history.ts';
import { judge, unknownToPrimary } from './judge.ts';

const id = (letter: string) => letter.repeat(40);
const at = (letter: string, offset: number) => ({ replid: id(letter), offset: BigInt(offset) });

/** The primary went over from history a to b at 54, and was asked at 100 ms, when it was at 60. */
function promoted(): History {
  const history = new History();
  const says = (info: Pick<ReplicationInfo, 'position' | 'previous'>, sentAtMs: number) =>
    history.learn('primary', {
      info: { role: 'primary', linkUp: true, hasData: true, replicas: 0, ...info },
      epoch: 1,
      sentAtMs,
    });
  says({ position: at('a', 85) }, 0);
  says({ position: at('b', 60), previous: { replid: id('a'), forkOffset: 54n } }, 100);
  return history;
}

const ANY_AGE = { maxStalenessMs: Infinity };

describe(judge.name, () => {
  it.each([
    ['all that is needed', at('b', 60), [at('b', 60)], 50],
    ['more than is needed, after a ping of the primary', at('b', 74), [at('b', 60)], 50],
    ['what survived the failover', at('b', 60), [at('a', 53)], 50],
    ['enough, but of an unproved age', at('b', 59), [at('b', 59)], Infinity],
    ['less than is needed', at('b', 59), [at('b', 60)], 'offset'],
    ['less than one of two needs', at('b', 59), [at('a', 1), at('b', 60)], 'offset'],
    ['a larger offset of the history before', at('a', 211), [], 'lineage'],
    ['a history that the primary does not know', at('x', 211), [], 'lineage'],
    ['all, for all anybody knows, but a need is of an unknown history', at('b', 211), [at('x', 1)], 'lineage'],
    ['nothing that it tells', undefined, [], 'lineage'],
  ])('%s', (_name, reached, needs, expected) => {
    expect(judge(promoted(), reached, ANY_AGE, needs, 150)).toBe(expected);
  });

  it.each([
    [50, 50],
    [49, 'age'],
  ])('a bound of %d ms at an age of 50 ms', (maxStalenessMs, expected) => {
    expect(judge(promoted(), at('b', 60), { maxStalenessMs }, [], 150)).toBe(expected);
  });

  it('never takes a lost write for one that is there, however far the replica is', () => {
    expect(() => judge(promoted(), at('b', 211), ANY_AGE, [at('a', 85)], 150)).toThrow(
      expect.objectContaining({ code: 'REDIS_SPLIT_TOKEN_LOST', token: `v1.${id('a')}.85`, forkOffset: 54n }),
    );
  });
});

describe(unknownToPrimary.name, () => {
  it('names what the primary’s history does not tell', () => {
    const unknown = at('x', 1);

    expect(unknownToPrimary(promoted(), at('b', 60), [at('b', 60), at('a', 53), unknown])).toEqual([unknown]);
  });

  it.each([
    ['a place that the primary has not reached', at('b', 61), 'REDIS_SPLIT_TOKEN_INVALID'],
    ['a write that is lost', at('a', 54), 'REDIS_SPLIT_TOKEN_LOST'],
  ])('rejects %s', (_name, need, code) => {
    expect(() => unknownToPrimary(promoted(), at('b', 60), [need])).toThrow(expect.objectContaining({ code }));
  });
});
