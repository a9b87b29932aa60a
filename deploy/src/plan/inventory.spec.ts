import { describe, expect, it } from '@jest/globals';
import { isSuspicious, leavers, union, type Entry } from './inventory.ts';

const entry = (kind: string, name: string, apiVersion = 'v1'): Entry => ({ apiVersion, kind, name, uid: 'u' });
const none = { stillNeeded: new Set<string>(), allowDataLoss: false };

describe(leavers.name, () => {
  const recorded = [
    entry('Service', 'api'),
    entry('ConfigMap', 'api-1'),
    entry('ConfigMap', 'api-2'),
    entry('StatefulSet', 'redis', 'apps/v1'),
    entry('Namespace', 'sluice'),
  ];

  it('are what was recorded and is wanted no more', () => {
    const { prune, kept } = leavers(recorded, [entry('Service', 'api')], none);
    expect(prune.map(({ name }) => name)).toEqual(['api-1', 'api-2']);
    expect(kept.map(({ kind }) => kind)).toEqual(['StatefulSet', 'Namespace']);
  });

  it('stay while an earlier revision needs them, and while they hold data', () => {
    const rules = { stillNeeded: new Set(['ConfigMap/api-1']), allowDataLoss: true };
    const { prune, kept } = leavers(recorded, [], rules);
    expect(prune.map(({ name }) => name)).toEqual(['api', 'api-2', 'redis', 'sluice']);
    expect(kept).toEqual([]);
  });

  it('are not those whose API only has a newer version', () => {
    const old = [entry('HorizontalPodAutoscaler', 'api', 'autoscaling/v1')];
    expect(leavers(old, [entry('HorizontalPodAutoscaler', 'api', 'autoscaling/v2')], none).prune).toEqual([]);
  });

  it('are suspicious when they are many', () => {
    const inventory = { revision: 1, state: 'applied', entries: recorded } as const;
    expect(isSuspicious({ prune: recorded.slice(0, 4), kept: [] }, inventory)).toBe(true);
    expect(isSuspicious({ prune: recorded.slice(0, 3), kept: [] }, inventory)).toBe(false);
  });
});

describe(union.name, () => {
  it('holds each object once, and keeps the uid that is known', () => {
    const desired = [{ apiVersion: 'v1', kind: 'Service', name: 'api' }, entry('Service', 'web')];
    expect(union([entry('Service', 'api')], desired)).toEqual([entry('Service', 'api'), entry('Service', 'web')]);
  });
});
