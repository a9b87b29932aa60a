import { describe, expect, it } from '@jest/globals';
import { foldSlices, parseAutoscaler, readyPods, type Slices } from './scale-lines.ts';

describe(parseAutoscaler.name, () => {
  it.each([
    ['ADDED 1', 1],
    ['MODIFIED 6', 6],
    ['ADDED ', null],
    ['DELETED 3', null],
  ])('reads `%s` as %p', (line, desired) => expect(parseAutoscaler(line)).toBe(desired));
});

describe(foldSlices.name, () => {
  const ready = (...lines: string[]) => readyPods(lines.reduce(foldSlices, new Map() as Slices));

  it('counts the ready endpoints of the newest state', () => {
    expect(ready('ADDED api-abc api-1=true')).toBe(1);
    expect(ready('ADDED api-abc api-1=true', 'MODIFIED api-abc api-1=true api-2=false api-3=true')).toBe(2);
    expect(ready('ADDED api-abc api-1=true', 'MODIFIED api-abc')).toBe(0);
  });

  it('counts a pod once, also when two slices name it', () => {
    expect(ready('ADDED api-v4 api-1=true api-2=true', 'ADDED api-v6 api-1=true')).toBe(2);
  });

  it('forgets a slice that is deleted', () => {
    expect(ready('ADDED api-a api-1=true', 'ADDED api-b api-2=true', 'DELETED api-a api-1=true')).toBe(1);
  });
});
