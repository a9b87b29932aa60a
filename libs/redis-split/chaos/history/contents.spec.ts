import { describe, expect, it } from '@jest/globals';
import { contentsViolations } from './contents.ts';
import { rulesBroken, story, type Story } from './story.ts';

const broken = (told: Story) => rulesBroken(contentsViolations, told);

describe('contents of the answers of a session', () => {
  it('may be anything outside of it', () => {
    expect(broken(story().session(1).write(1, { session: 1 }).read([]).read([], { session: 2 }))).toEqual([]);
  });

  it('contain its own writes', () => {
    const told = () => story().session(1).write(1, { session: 1 });

    expect(broken(told().read([1], { session: 1 }))).toEqual([]);
    expect(broken(told().read([], { session: 1 }))).toEqual(['read-your-writes']);
    expect(broken(told().read([], { session: 1, key: 'other' }))).toEqual([]);
    expect(broken(told().read([], { session: 1, outcome: 'stale' }))).toEqual([]);
  });

  it('contain a write that was sent before them, though it was answered later', () => {
    const write = { session: 1, sent: 1, ended: 4 };

    expect(broken(story().session(1).write(1, write).read([], { session: 1, sent: 2, ended: 3 }))).toEqual([
      'read-your-writes',
    ]);
    expect(broken(story().session(1).write(1, write).read([], { session: 1, sent: 0.5, ended: 3 }))).toEqual([]);
  });

  it('need not contain a write that was not acknowledged', () => {
    for (const fate of ['ambiguous', 'refused'] as const) {
      expect(broken(story().session(1).write(1, { session: 1, fate }).read([], { session: 1 }))).toEqual([]);
    }
  });

  it('never go back behind what its verified answers showed', () => {
    const told = (some = {}) =>
      story()
        .session(1)
        .write(1)
        .read([1], { session: 1, ...some });

    expect(broken(told().read([1], { session: 1 }))).toEqual([]);
    expect(broken(told().read([], { session: 1 }))).toEqual(['monotonic-reads']);
    expect(broken(told({ mode: 'sampled' }).read([], { session: 1 }))).toEqual([]);
    expect(broken(told({ outcome: 'stale' }).read([], { session: 1 }))).toEqual([]);
  });

  it('need not contain what an answer showed that came after they were sent', () => {
    const told = story().session(1).write(1).read([1], { session: 1, sent: 3, ended: 6 });

    expect(broken(told.read([], { session: 1, sent: 4, ended: 5 }))).toEqual([]);
  });

  it('contain all that its token stands for, wherever that came from', () => {
    const told = () => story().session(1).write(1, { session: 1 }).token(7, 1).session(2, 7).token(8, 2);

    expect(broken(told().read([], { session: 2 }))).toEqual(['causality']);
    expect(broken(told().session(3).observe(8, 3).read([], { session: 3 }))).toEqual(['causality']);
    expect(broken(told().read([], { after: 8 }))).toEqual(['causality']);
    expect(broken(told().read([1], { after: 8, session: 2 }))).toEqual([]);
  });

  it('need not contain what was written after the token was taken', () => {
    const told = story().session(1).token(7, 1).write(1, { session: 1 }).session(2, 7);

    expect(broken(told.read([], { session: 2 }))).toEqual([]);
  });
});

describe('a lost write', () => {
  const lost = () => story().session(1).write(1, { session: 1 }).failover([]);

  it('is reported, whatever the session reads', () => {
    expect(broken(lost().read([], { session: 1 }))).toEqual(['lost-unreported']);
    expect(broken(lost().read([], { session: 1, key: 'other' }))).toEqual(['lost-unreported']);
    expect(broken(lost().token(7, 1).read([], { after: 7, key: 'other' }))).toEqual(['lost-unreported']);
  });

  it('is reported once, and then the session goes on', () => {
    const told = lost().failedRead('REDIS_SPLIT_TOKEN_LOST', { session: 1 });

    expect(broken(told.read([], { session: 1 }))).toEqual([]);
    expect(broken(told.write(2, { session: 1 }).read([], { session: 1 }))).toEqual(['read-your-writes']);
  });

  it('is not excused by a report of something before it', () => {
    const told = story().session(1).failedRead('REDIS_SPLIT_TOKEN_LOST', { session: 1, sent: 1, ended: 9 });

    expect(broken(told.write(1, { session: 1, sent: 2, ended: 3 }).read([], { session: 1, sent: 10 }))).toEqual([
      'read-your-writes',
    ]);
  });

  it('may be flagged as of unknown fate instead', () => {
    const told = lost().read([], { session: 1, outcome: 'unknown' });

    expect(broken(told.read([], { session: 1 }))).toEqual([]);
  });

  it('is not excused by another error', () => {
    const told = lost().failedRead('REDIS_SPLIT_STALE', { session: 1 });

    expect(broken(told.read([], { session: 1 }))).toEqual(['lost-unreported']);
  });
});

describe('mode sampled', () => {
  it('promises nothing while a replica that goes back to older data is not noticed', () => {
    const setBack = { changesHistory: false, setsBack: true };
    const told = () => story().session(1).write(1, { session: 1 }).failover([1], setBack);

    expect(broken(told().read([], { session: 1, mode: 'sampled' }))).toEqual([]);
    expect(broken(told().read([], { session: 1 }))).toEqual(['read-your-writes']);
  });

  it('promises nothing while a change of history is not noticed, and the same as ever afterwards', () => {
    const told = () => story().session(1).write(1, { session: 1 }).failover([1]);
    const read = { session: 1, mode: 'sampled' } as const;

    expect(broken(told().read([], read))).toEqual([]);
    expect(broken(told().wait(5000).read([], read))).toEqual(['read-your-writes']);
  });
});
