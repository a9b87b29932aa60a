import { describe, expect, it } from '@jest/globals';
import { demandOf, type ReadOptions } from './demand.ts';

const TOKEN = `v1.${'a'.repeat(40)}.7`;

describe(demandOf.name, () => {
  it('asks for nothing by default', () => {
    expect(demandOf()).toEqual({
      from: 'preferReplica',
      mode: 'eventual',
      maxStalenessMs: Infinity,
      after: [],
      onStale: 'primary',
      waitMs: 20,
      hedge: false,
    });
  });

  it.each<[string, ReadOptions[], object]>([
    ['a bound is verified', [{ maxStalenessMs: 200 }], { mode: 'verified', maxStalenessMs: 200 }],
    ['a token is verified', [{ after: TOKEN }], { mode: 'verified', after: [{ replid: 'a'.repeat(40), offset: 7n }] }],
    ['sampled stays sampled', [{ maxStalenessMs: 200, mode: 'sampled' }], { mode: 'sampled' }],
    ['a read may ask for less than the default', [{ mode: 'verified' }, { mode: 'eventual' }], { mode: 'eventual' }],
    ['replicas only: nothing is left but to fail', [{ from: 'replica' }], { onStale: 'fail' }],
  ])('%s', (_name, options, expected) => {
    expect(demandOf(...options)).toMatchObject(expected);
  });

  it.each<[string, ReadOptions, string]>([
    ['a bound without a check', { mode: 'eventual', maxStalenessMs: 5 }, 'maxStalenessMs'],
    ['no bound at all', { maxStalenessMs: 0 }, 'maxStalenessMs'],
    ['replicas only, else the primary', { from: 'replica', onStale: 'primary' }, 'onStale'],
  ])('rejects %s', (_name, options, named) => {
    expect(() => demandOf(options)).toThrow(
      expect.objectContaining({ code: 'REDIS_SPLIT_INVALID_OPTION', message: expect.stringContaining(named) }),
    );
  });

  it('rejects what is no token', () => {
    expect(() => demandOf({ after: 'x' })).toThrow(expect.objectContaining({ code: 'REDIS_SPLIT_TOKEN_INVALID' }));
  });
});
