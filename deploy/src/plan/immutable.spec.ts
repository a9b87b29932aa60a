import { describe, expect, it } from '@jest/globals';
import { immutableChanges } from './immutable.ts';

const set = (spec: object) => ({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 'redis' }, spec });

describe(immutableChanges.name, () => {
  const before = [set({ serviceName: 'redis', replicas: 1, selector: { matchLabels: { a: '1' } } })];

  it('names what could only change with its object', () => {
    const after = [set({ serviceName: 'other', replicas: 2, selector: { matchLabels: { a: '2' } } })];
    expect(immutableChanges(before, after)).toEqual([
      'StatefulSet/redis: spec.selector',
      'StatefulSet/redis: spec.serviceName',
    ]);
  });

  it('lets pass what may change, and what is new', () => {
    expect(
      immutableChanges(before, [set({ serviceName: 'redis', replicas: 9, selector: { matchLabels: { a: '1' } } })]),
    ).toEqual([]);
    expect(immutableChanges([], before)).toEqual([]);
  });
});
