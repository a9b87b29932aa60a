import { inspect } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { resolveOptions, type SplitOptions } from './options.ts';
import type { Topology } from './topology/topology.ts';

const topology: Topology = { kind: 'static', nodes: ['redis://h'] };

describe(resolveOptions.name, () => {
  it('fills in what is not given', () => {
    expect(resolveOptions({ topology })).toEqual({
      topology: { kind: 'static', nodes: [{ host: 'h', port: 6379, db: 0 }] },
      name: 'default',
      commandTimeoutMs: 1000,
      connectTimeoutMs: 2000,
      probeIntervalMs: 1000,
      sampleIntervalMs: 100,
      reads: {},
      writeQueue: { maxLength: 1000, timeoutMs: 1000 },
      readQueue: { maxLength: 1000, timeoutMs: 1000 },
      slowStartMs: 5000,
      tokens: { secrets: [], lifetimeMs: 86_400_000 },
      hedging: { budgetRatio: 0.02, quantile: 0.95 },
    });
  });

  it.each([
    [
      'sentinel',
      { sentinels: ['redis://s'], name: 'n' },
      { sentinels: [{ host: 's', port: 26379 }], pollIntervalMs: 1000 },
    ],
    ['headless', { url: 'redis://h' }, { url: { host: 'h', port: 6379 }, resolveIntervalMs: 5000 }],
    ['virtual', { primary: 'redis://p' }, { primary: { host: 'p' }, replicas: [], maxConnections: 16 }],
  ])('fills in what a topology of kind %s needs', (kind, given, expected) => {
    expect(resolveOptions({ topology: { kind, ...given } as Topology })).toMatchObject({
      topology: { kind, ...expected },
    });
  });

  it.each([
    ['no topology', {}, 'topology'],
    ['an unknown kind', { topology: { kind: 'cluster' } }, 'static, sentinel, headless or virtual'],
    ['no node', { topology: { kind: 'static', nodes: [] } }, 'at least one node'],
    ['a node that is no URL', { topology: { kind: 'static', nodes: ['redis://r', 'nope'] } }, 'nodes[1]'],
    ['no Sentinel', { topology: { kind: 'sentinel', name: 'n', sentinels: [] } }, 'at least one Sentinel'],
    ['what another kind takes', { topology: { ...topology, primary: 'redis://h' } }, 'primary'],
    ['a timeout of nothing', { topology, commandTimeoutMs: 0 }, 'commandTimeoutMs'],
    ['half a millisecond', { topology, connectTimeoutMs: 20.5 }, 'connectTimeoutMs'],
    ['reads that contradict themselves', { topology, reads: { mode: 'eventual' as const, maxStalenessMs: 9 } }, 'mode'],
    ['more hedges than servers stand', { topology, hedging: { budgetRatio: 0.5 } }, 'budgetRatio'],
    ['a secret that can be guessed', { topology, tokens: { secrets: ['hunter2'] } }, 'tokens.secrets[0]'],
    ['an option that does not exist', { topology, replica: [] }, 'replica'],
  ])('rejects %s and names it', (_name, options, named) => {
    expect(() => resolveOptions(options as SplitOptions)).toThrow(
      expect.objectContaining({
        code: 'REDIS_SPLIT_INVALID_OPTION',
        message: expect.stringContaining(named),
      }),
    );
  });

  it('says nothing of a password', () => {
    const thrown = errorOf(() => resolveOptions({ topology: { kind: 'static', nodes: ['redis://:hunter2@h?x=1'] } }));
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
