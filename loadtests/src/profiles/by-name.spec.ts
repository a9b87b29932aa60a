import { describe, expect, it } from '@jest/globals';
import { durationS, phaseSpan } from '../profile.ts';
import { profiles } from './by-name.ts';

describe.each([...profiles])('profile %s', (_name, profile) => {
  it('names existing phases in its bounds, in order, within the load', () => {
    const starts = profile.phases.map((phase) => phase.fromS);
    expect(starts).toEqual(starts.toSorted((a, b) => a - b));
    expect(starts[0]).toBe(0);
    expect(phaseSpan(profile, profile.bounds.p95.phase).toS).toBeLessThanOrEqual(durationS(profile));
  });

  it('lasts long enough to see the pods it asks for held', () => {
    const { scaling } = profile.bounds;
    if (!scaling) return;
    const { fromS } = phaseSpan(profile, scaling.phase);
    expect(fromS + scaling.withinS + scaling.holdS).toBeLessThanOrEqual(durationS(profile));
  });
});

it('refuses a phase that is not there', () => {
  expect(() => phaseSpan(profiles.get('smoke')!, 'nope')).toThrow('Expected a phase of profile `smoke`, got `nope`');
});
