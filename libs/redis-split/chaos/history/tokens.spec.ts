import { describe, expect, it } from '@jest/globals';
import { rulesBroken, story, type Story } from './story.ts';
import { tokenViolations } from './tokens.ts';

const broken = (told: Story) => rulesBroken(tokenViolations, told);

describe('tokens', () => {
  it('are refused when they are forged', () => {
    const forged = { forged: true };

    expect(broken(story().failedRead('REDIS_SPLIT_TOKEN_INVALID', forged))).toEqual([]);
    expect(broken(story().failedRead('REDIS_SPLIT_TOKEN_LOST', forged))).toEqual([]);
    expect(broken(story().read([], { ...forged, outcome: 'unknown' }))).toEqual([]);
    expect(broken(story().read([], forged))).toEqual(['forged-token']);
    expect(broken(story().read([], { ...forged, outcome: 'fallback' }))).toEqual(['forged-token']);
  });

  it('are never refused as forged when a client gave them out', () => {
    expect(broken(story().failedRead('REDIS_SPLIT_TOKEN_INVALID', { after: 1 }))).toEqual(['genuine-token']);
    expect(broken(story().failedRead('REDIS_SPLIT_TOKEN_LOST', { after: 1 }))).toEqual([]);
  });
});
