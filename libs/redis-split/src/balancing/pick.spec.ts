import { describe, expect, it } from '@jest/globals';
import { pickNode, pickOfTwo, type Balanced } from './pick.ts';

/** Gives these numbers in turn. */
const drawing =
  (...numbers: number[]) =>
  () =>
    numbers.shift() ?? NaN;

describe(pickOfTwo.name, () => {
  const cost = (candidate: string) => candidate.charCodeAt(0);

  it.each([
    ['nobody', [], [], undefined],
    ['the only one', ['c'], [], 'c'],
    ['the cheaper of two', ['b', 'a'], [0, 0], 'a'],
    ['the cheaper of the two that are drawn, not of all', ['c', 'b', 'a'], [0, 0], 'b'],
    ['the last two', ['a', 'b', 'c'], [0.99, 0.99], 'b'],
    ['the first drawn when both cost the same', ['a', 'a'], [0.99, 0], 'a'],
  ])('takes %s', (_name, candidates, draws, expected) => {
    expect(pickOfTwo(candidates, cost, 0, drawing(...draws))).toBe(expected);
  });
});

describe(pickNode.name, () => {
  const node = (name: string, cost = 1, ejected = false): Balanced & { name: string } => ({
    name,
    load: { cost: () => cost, isEjected: () => ejected },
  });
  const near = node('near', 9);
  const far = node('far');
  const out = node('out', 1, true);
  const fast = node('fast', 0.5, true);

  it.each([
    ['nobody when there is nobody', [[], []], undefined],
    ['one nearby, even if one farther is cheaper', [[near], [far]], 'near'],
    ['one farther when all nearby are ejected', [[out], [far]], 'far'],
    ['one farther when nobody is nearby', [[], [far]], 'far'],
    ['the one that is not ejected of two', [[out, near]], 'near'],
    ['the one of four that is not ejected, whoever is drawn', [[out, out, out, near]], 'near'],
    ['the cheaper of two ejected ones when all are ejected', [[out, fast]], 'fast'],
    ['an ejected one farther when there is no other', [[], [out]], 'out'],
  ])('takes %s', (_name, tiers, expected) => {
    for (const draw of [0, 0.4, 0.99]) expect(pickNode(tiers, 0, () => draw)?.name).toBe(expected);
  });
});
