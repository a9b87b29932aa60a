import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { violationsIn } from './check.ts';
import { historyOf, type Client, type Event } from './model.ts';
import { rulesBroken } from './story.ts';

const small = (most: number) => fc.integer({ min: 0, max: most });

const does = <D extends Event['do']>(what: D) => fc.constant(what);
const [session, key, to, node, replica] = [small(2), small(2), small(2), small(2), small(1)];

const event: fc.Arbitrary<Event> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: does('write'), session, key }) },
  { weight: 4, arbitrary: fc.record({ do: does('read'), session, key, node }) },
  { weight: 1, arbitrary: fc.record({ do: does('hand over'), session, to }) },
  { weight: 3, arbitrary: fc.record({ do: does('replicate'), node: replica }) },
  { weight: 1, arbitrary: fc.record({ do: does('promote'), node: replica }) },
);

const events = fc.array(event, { maxLength: 80 });

/** Fixed, so that what is found today is found tomorrow. */
const PARAMETERS = { seed: 1, numRuns: 400 };

describe(violationsIn.name, () => {
  it('finds nothing in the histories of a client that keeps its promises', () => {
    fc.assert(
      fc.property(events, (each) => expect(rulesBroken(violationsIn, historyOf(each))).toEqual([])),
      PARAMETERS,
    );
  });

  it.each<[rule: string, client: Client]>([
    ['read-your-writes', { ignoresSession: true }],
    ['monotonic-reads', { forgetsReads: true }],
    ['causality', { ignoresTokens: true }],
    ['lost-unreported', { hidesLosses: true }],
    ['staleness', { bound: (rightMs) => rightMs - 1.5 }],
  ])('finds `%s` in some history of a client that breaks it, and nothing else in the shortest', (rule, client) => {
    const { counterexample, failed } = fc.check(
      fc.property(events, (each) => rulesBroken(violationsIn, historyOf(each, client)).length === 0),
      PARAMETERS,
    );

    expect(failed).toBe(true);
    // Shrunk to the shortest that breaks anything.
    expect(new Set(rulesBroken(violationsIn, historyOf(counterexample?.[0] ?? [], client)))).toEqual(new Set([rule]));
  });
});
