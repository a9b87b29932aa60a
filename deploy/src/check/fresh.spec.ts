import { describe, expect, it } from '@jest/globals';
import { differences } from './fresh.ts';

describe(differences.name, () => {
  it('names what is missing, changed and stale', () => {
    const committed = new Map(Object.entries({ 'a.yaml': 'same', 'b.yaml': 'old', 'd.yaml': 'gone' }));
    const rendered = new Map(Object.entries({ 'a.yaml': 'same', 'b.yaml': 'new', 'c.yaml': 'added' }));
    expect(differences(committed, rendered)).toEqual(['changed b.yaml', 'missing c.yaml', 'stale   d.yaml']);
  });
});
