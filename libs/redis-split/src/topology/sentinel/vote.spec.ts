import { describe, expect, it } from '@jest/globals';
import { agreeOn, type Vote } from './vote.ts';

const P = { host: 'p', port: 1 };
const Q = { host: 'q', port: 2 };

const vote = (sentinel: string, change: Partial<Vote> = {}): Vote => ({
  sentinel,
  primary: P,
  replicas: [Q],
  configEpoch: 0,
  failingOver: false,
  sentinels: 3,
  sentAtMs: 0,
  ...change,
});

describe(agreeOn.name, () => {
  it('is what a majority of all known names', () => {
    expect(agreeOn([vote('a'), vote('b')], 3)).toMatchObject({ primary: P, replicas: [Q], configEpoch: 0 });
  });

  it.each<[string, Vote[], number]>([
    ['nobody answers', [], 3],
    ['a minority answers', [vote('a')], 3],
    ['a minority of those who exist answers, though all who were listed', [vote('a', { sentinels: 5 }), vote('b')], 2],
    ['one Sentinel is heard by two addresses', [vote('a'), vote('a')], 3],
    ['each names another one', [vote('a'), vote('b', { primary: Q })], 2],
    ['each knows another configuration', [vote('a'), vote('b', { configEpoch: 1 })], 2],
  ])('is nothing when %s', (_name, votes, configured) => {
    expect(agreeOn(votes, configured)).toBeUndefined();
  });

  it.each([
    ['another primary', { primary: Q }],
    ['another primary in a newer configuration', { primary: Q, configEpoch: 9 }],
  ])('is not changed by a minority that names %s', (_name, change) => {
    expect(agreeOn([vote('c', change), vote('a'), vote('b')], 3)).toMatchObject({ primary: P, configEpoch: 0 });
  });

  it('is the new primary as soon as a majority names it, though others lag', () => {
    const changed = { configEpoch: 1, primary: Q, replicas: [P] };

    expect(agreeOn([vote('a'), vote('b', changed), vote('c', changed)], 3)).toMatchObject({
      primary: Q,
      configEpoch: 1,
    });
  });

  it('is confirmed up to when the last one of the smallest majority was asked', () => {
    const votes = [vote('a', { sentAtMs: 30 }), vote('b', { sentAtMs: 10 }), vote('c', { sentAtMs: 20 })];

    expect(agreeOn(votes, 3)?.confirmedAtMs).toBe(20);
  });

  it.each([
    ['sees a failover', { failingOver: true }],
    ['knows of a newer configuration', { configEpoch: 1 }],
  ])('is not confirmed while one of them %s', (_name, change) => {
    expect(agreeOn([vote('a'), vote('b'), vote('c', change)], 3)).not.toHaveProperty('confirmedAtMs');
  });

  it('names each replica once', () => {
    expect(agreeOn([vote('a'), vote('b', { replicas: [Q, { host: 'r', port: 3 }] })], 3)?.replicas).toEqual([
      Q,
      { host: 'r', port: 3 },
    ]);
  });
});
