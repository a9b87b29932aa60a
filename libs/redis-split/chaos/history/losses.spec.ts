import { describe, expect, it } from '@jest/globals';
import { lossesIn } from './losses.ts';
import { story } from './story.ts';

describe(lossesIn.name, () => {
  it('finds acknowledged writes that an audit misses, with the first one that does', () => {
    const told = story().write(1).write(2).write(3, { fate: 'ambiguous' }).failover([2]).failover([]);

    const losses = lossesIn(told.history);
    const [first, second] = told.history.filter((entry) => entry.kind === 'audit');
    expect([...losses.keys()]).toEqual([1, 2]);
    expect(losses.get(1)).toMatchObject({ sinceMs: first?.sinceMs, untilMs: first?.endedAtMs });
    expect(losses.get(2)).toMatchObject({ sinceMs: second?.sinceMs, untilMs: second?.endedAtMs });
  });

  it('takes a write that was under way at a fault for lost since then, but not when it was found after it', () => {
    const told = story().wait(10).failover([]).failover([]);
    const [first, second] = told.history.filter((entry) => entry.kind === 'audit');
    told.write(1, { sentAtMs: 5, endedAtMs: first?.endedAtMs ?? 0 });
    const foundOnce = story().wait(10).failover([1]).failover([]).write(1, { sentAtMs: 5, endedAtMs: 11 });

    expect(lossesIn(told.history).get(1)).toMatchObject({ sinceMs: first?.sinceMs, untilMs: second?.endedAtMs });
    expect(lossesIn(foundOnce.history).get(1)).toMatchObject({ sinceMs: second?.sinceMs });
  });

  it('does not look for writes that were answered after the audit began', () => {
    expect(lossesIn(story().audit([], 0).write(1).history).size).toBe(0);
  });
});
