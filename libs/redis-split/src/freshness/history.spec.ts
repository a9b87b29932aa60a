import { describe, expect, it } from '@jest/globals';
import type { ReplicationInfo } from '../node/replication-info.ts';
import { History } from './history.ts';

const at = (replid: string, offset: number) => ({ replid, offset: BigInt(offset) });
const says = (role: ReplicationInfo['role'], replid: string, offset: number, epoch = 1, from?: [string, number]) => ({
  info: {
    role,
    linkUp: true,
    hasData: true,
    replicas: 0,
    position: at(replid, offset),
    ...(from && { previous: { replid: from[0], forkOffset: BigInt(from[1]) } }),
  },
  epoch,
  sentAtMs: 0,
});

describe(History.name, () => {
  it('follows the node that is taken for the primary, in that role', () => {
    const history = new History();
    history.learn('replica', says('primary', 'X', 99));
    history.learn('replica', says('replica', 'X', 99));
    history.learn('primary', says('replica', 'X', 99));
    expect(history.current).toBeUndefined();

    history.learn('primary', says('primary', 'A', 10));
    expect(history.current).toBe('A');
    expect(history.stalenessMs(at('A', 10), 5)).toBe(5);
  });

  it('knows nothing of the age of data when another node became the primary, though its history is the same', () => {
    const history = new History();
    history.learn('primary', says('primary', 'A', 10));
    history.primaryChanged();

    expect(history.stalenessMs(at('A', 10), 5)).toBe(Infinity);
  });

  it('takes no data for younger than the last confirmation that the primary is the primary', () => {
    const history = new History(() => -20);
    history.learn('primary', says('primary', 'A', 10));

    expect(history.stalenessMs(at('A', 10), 5)).toBe(25);
    expect(history.unconfirmedMs(5)).toBe(25);
  });

  it('keeps every write when the id changes on one connection without an origin', () => {
    const history = new History();
    history.learn('primary', says('primary', 'A', 0));
    history.learn('primary', says('primary', 'B', 0));

    expect(history.fateOf(at('A', 0)).kind).toBe('kept');
  });

  it.each([
    ['on a new connection', [says('primary', 'A', 0, 1), says('primary', 'B', 0, 2)]],
    ['after another role in between', [says('primary', 'A', 0), says('replica', 'B', 0), says('primary', 'B', 0)]],
  ])('does not know what happened when the id changes %s', (_name, reports) => {
    const history = new History();
    for (const report of reports) history.learn('primary', report);

    expect(history.fateOf(at('A', 0)).kind).toBe('unknown');
  });

  it('learns the step between two primaries from a promoted replica too', () => {
    const history = new History();
    history.learn('primary', says('primary', 'A', 85));
    history.learn('replica', says('primary', 'B', 60, 1, ['A', 54]));
    history.learn('primary', says('primary', 'C', 90, 2, ['B', 80]));

    expect(history.fateOf(at('A', 53))).toEqual({ kind: 'kept', position: at('C', 53) });
    expect(history.fateOf(at('A', 85))).toMatchObject({ kind: 'lost', forkOffset: 54n });
  });

  it('does not take a replica’s own change of history for a fork', () => {
    const history = new History();
    history.learn('primary', says('primary', 'B', 60));
    history.learn('replica', says('replica', 'B', 60, 1, ['A', 30]));

    expect(history.fateOf(at('A', 10)).kind).toBe('unknown');
  });
});
