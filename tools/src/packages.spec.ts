import { describe, expect, it } from '@jest/globals';
import { missingPackages } from './packages.ts';

describe(missingPackages.name, () => {
  const needs = { etcd: 'etcd-server', 'redis-server': 'redis', 'redis-cli': 'redis' };

  it('names each package once', () => expect(missingPackages(needs, () => false)).toEqual(['etcd-server', 'redis']));
  it('names none when all is there', () => expect(missingPackages(needs, () => true)).toEqual([]));
  it('names a package of which only a part is there', () => {
    expect(missingPackages(needs, (need) => need !== 'redis-cli')).toEqual(['redis']);
  });
});
