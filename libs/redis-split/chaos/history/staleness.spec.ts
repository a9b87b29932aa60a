import { describe, expect, it } from '@jest/globals';
import { agesIn, stalenessViolations } from './staleness.ts';
import { rulesBroken, story, type Story } from './story.ts';

const broken = (told: Story) => rulesBroken(stalenessViolations, told);

describe('staleness', () => {
  // Answered at 1.
  const written = () => story().write(1);

  it('is broken by an answer that misses a write older than its bound', () => {
    const at = (judgedAtMs: number) => written().read([], { judgedAtMs, stalenessMs: 100 });

    expect(broken(at(101))).toEqual([]);
    expect(broken(at(102))).toEqual(['staleness']);
  });

  it('counts from the oldest write that is missing', () => {
    const told = written().wait(50).write(2).read([2], { judgedAtMs: 200, stalenessMs: 180 });

    expect(broken(told)).toEqual(['staleness']);
    expect(agesIn(told.history)).toMatchObject([{ observedMs: 199, boundMs: 180, missing: 1 }]);
  });

  it('is not claimed by an answer without a bound, nor about other keys', () => {
    expect(broken(written().wait(500).read([], { stalenessMs: null }))).toEqual([]);
    expect(broken(written().wait(500).read([], { key: 'other', stalenessMs: 0 }))).toEqual([]);
  });

  it('does not count writes that were answered later', () => {
    const told = story().read([], { stalenessMs: 0 }).write(1);

    expect(agesIn(told.history)).toMatchObject([{ observedMs: 0, boundMs: 0 }]);
    expect(agesIn(told.history)[0]).not.toHaveProperty('missing');
  });

  it('does not count writes that may not have been executed', () => {
    expect(broken(story().write(1, { fate: 'ambiguous' }).wait(500).read([], { stalenessMs: 0 }))).toEqual([]);
  });

  it('holds for answers that are flagged as stale, too', () => {
    expect(broken(written().wait(500).read([], { outcome: 'stale', stalenessMs: 10 }))).toEqual(['staleness']);
  });

  it('does not count a lost write from the fault on that lost it, but before', () => {
    const bound = { stalenessMs: 10 };

    expect(broken(written().wait(500).failover([]).read([], bound))).toEqual([]);
    expect(broken(written().wait(500).read([], bound).failover([]))).toEqual(['staleness']);
    expect(broken(written().wait(500).failover([1]).read([], bound))).toEqual(['staleness']);
  });
});
