import { describe, expect, it } from '@jest/globals';
import { parseOptions } from './options.ts';
import { KINDS } from './plan/settings.ts';

describe(parseOptions.name, () => {
  it('has a default for everything, and takes the random seed', () => {
    expect(parseOptions([], 7)).toEqual({ ops: 6000, seed: 7, kinds: KINDS, server: '', rate: 1000, shrink: true });
  });

  it('takes what is given', () => {
    const args = ['--ops=100000', '--seed=42', '--kind=virtual', '--server=valkey', '--rate=5', '--no-shrink'];

    expect(parseOptions([...args, '--replay=file.json'], 7)).toEqual({
      ...{ ops: 100_000, seed: 42, kinds: ['virtual'], server: 'valkey', rate: 5, shrink: false, replay: 'file.json' },
    });
  });

  it.each([['--ops=many'], ['--ops=0'], ['--seed=-1'], ['--rate=1.5'], ['--kind=cluster'], ['--nope']])(
    'refuses %s',
    (arg) => {
      expect(parseOptions([arg], 7)).toEqual(expect.any(String));
    },
  );
});
