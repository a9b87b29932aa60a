import { describe, expect, it } from '@jest/globals';
import { zoneTiers } from './zone.ts';

describe(zoneTiers.name, () => {
  const nodes = ['a1', 'b1', 'a2', '?'];
  const zoneOf = (node: string) => (node === '?' ? undefined : node.slice(0, 1));

  it.each([
    [
      'a',
      [
        ['a1', 'a2'],
        ['b1', '?'],
      ],
    ],
    ['b', [['b1'], ['a1', 'a2', '?']]],
    ['c', [[], nodes]],
    [undefined, [nodes]],
  ])('from zone %s', (ownZone, expected) => {
    expect(zoneTiers(nodes, zoneOf, ownZone)).toEqual(expected);
  });
});
