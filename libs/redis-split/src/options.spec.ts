import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { resolveOptions } from './options.ts';

describe(resolveOptions.name, () => {
  it('fills in what is not given', () => {
    expect(resolveOptions({ primary: 'redis://h' })).toEqual({
      primary: { host: 'h', port: 6379, db: 0 },
      replicas: [],
      commandTimeoutMs: 1000,
      connectTimeoutMs: 2000,
      probeIntervalMs: 1000,
      sampleIntervalMs: 100,
      reads: {},
    });
  });

  it.each([
    ['a primary that is no URL', { primary: 'h:6379' }, 'primary'],
    ['a replica that is no URL', { primary: 'redis://h', replicas: ['redis://r', 'nope'] }, 'replicas[1]'],
    ['a timeout of nothing', { primary: 'redis://h', commandTimeoutMs: 0 }, 'commandTimeoutMs'],
    ['half a millisecond', { primary: 'redis://h', connectTimeoutMs: 20.5 }, 'connectTimeoutMs'],
    [
      'reads that contradict themselves',
      { primary: 'redis://h', reads: { mode: 'eventual' as const, maxStalenessMs: 9 } },
      'mode',
    ],
    ['an option that does not exist', { primary: 'redis://h', replica: [] }, 'replica'],
  ])('rejects %s and names it', (_name, options, named) => {
    expect(() => resolveOptions(options)).toThrow(
      expect.objectContaining({
        code: 'REDIS_SPLIT_INVALID_OPTION',
        message: expect.stringContaining(named),
      }),
    );
  });

  it('says nothing of a password', () => {
    const thrown = errorOf(() => resolveOptions({ primary: 'redis://:hunter2@h?x=1' }));
    expect(inspect(thrown, { depth: 9 })).not.toContain('hunter2');
  });
});

function errorOf(run: () => unknown): unknown {
  try {
    return run();
  } catch (error) {
    return error;
  }
}
