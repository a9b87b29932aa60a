import { describe, expect, it } from '@jest/globals';
import { durabilityViolations } from './durability.ts';
import { rulesBroken, story, type Story } from './story.ts';

const broken = (told: Story) => rulesBroken(durabilityViolations, told);

describe('durability', () => {
  const written = (some = {}) => story().write(1, { durable: true, ...some });

  it('is kept while the write is found', () => {
    expect(broken(written().failover([1]))).toEqual([]);
  });

  it('is broken by a failover that lost what every server had confirmed', () => {
    expect(broken(written().failover([]))).toEqual(['durability']);
  });

  it('was not promised without confirmation, nor for a write that was not acknowledged', () => {
    expect(broken(written({ durable: false }).failover([]))).toEqual([]);
    expect(broken(written({ fate: 'ambiguous' }).failover([]))).toEqual([]);
  });

  it('ends with a fault that emptied the primary after the write, not with one before', () => {
    expect(broken(written().failover([], { losesData: true }).audit([], 0))).toEqual([]);
    expect(broken(story().failover([], { losesData: true }).write(1, { durable: true }).failover([]))).toEqual([
      'durability',
    ]);
  });
});
