import { describe, expect, it } from '@jest/globals';
import { BLOCKING_COMMANDS, READONLY_COMMANDS } from './command-table.ts';
import { route, seesExpiredKeys } from './route.ts';

describe(route.name, () => {
  it.each([
    ['get', ['k'], 'read'],
    ['zrange', ['k', 0, -1], 'read'],
    ['pfcount', ['k'], 'read'],
    ['sort_ro', ['k'], 'read'],
    ['eval_ro', ['return 1', 0], 'read'],
    ['fcall_ro', ['f', 0], 'read'],
    ['object', ['ENCODING', 'k'], 'read'],
    ['object', [Buffer.from('encoding'), 'k'], 'read'],
    ['memory', [['USAGE', 'k']], 'read'],
    ['memory', ['PURGE'], 'primary'],
    ['object', [], 'primary'],
    ['xinfo', ['STREAM', 'k'], 'read'],
    ['set', ['k', 'v'], 'primary'],
    ['del', ['k'], 'primary'],
    ['incr', ['k'], 'primary'],
  ] as const)('sends %s %j to %s', (command, args, expected) => {
    expect(route(command, args)).toBe(expected);
  });

  it.each(['sort', 'getex', 'getdel', 'georadius', 'bitfield'])(
    'keeps %s, which replicas refuse, on the primary',
    (command) => {
      expect(route(command, ['k'])).toBe('primary');
    },
  );

  it.each(['publish', 'script', 'function', 'eval', 'evalsha', 'evalsha_ro', 'fcall', 'touch'])(
    'keeps %s, which works on a replica but means something else there, on the primary',
    (command) => {
      expect(route(command, ['x'])).toBe('primary');
    },
  );

  it.each(['scan', 'sscan', 'hscan', 'zscan'])('keeps the cursors of %s on one node', (command) => {
    expect(route(command, ['0'])).toBe('primary');
  });

  it.each([
    'blpop',
    'brpoplpush',
    'bzmpop',
    'subscribe',
    'watch',
    'multi',
    'select',
    'wait',
    'client',
    'monitor',
    'quit',
  ])('wants a connection of its own for %s', (command) => {
    expect(route(command, ['k', 0])).toBe('lease');
  });

  it.each([
    ['xread', ['COUNT', 2, 'STREAMS', 's', '0'], 'read'],
    ['xread', ['block', 0, 'STREAMS', 's', '0'], 'lease'],
    ['xread', [['BLOCK', 0, 'STREAMS', 's', '0']], 'lease'],
    ['xread', ['STREAMS', 'block', '0'], 'read'],
    ['xreadgroup', ['GROUP', 'g', 'c', 'STREAMS', 's', '>'], 'primary'],
    ['xreadgroup', ['GROUP', 'g', 'c', 'BLOCK', 5, 'STREAMS', 's', '>'], 'lease'],
    ['xreadgroup', ['GROUP', 'streams', 'c', 'BLOCK', 5, 'STREAMS', 's', '>'], 'lease'],
    ['xreadgroup', ['GROUP', 'block', 'block', 'STREAMS', 's', '>'], 'primary'],
  ] as const)('looks for BLOCK before STREAMS in %s %j', (command, args, expected) => {
    expect(route(command, args)).toBe(expected);
  });

  it('sends what the server does not know to the primary', () => {
    expect(route('made.up', ['k'])).toBe('primary');
    expect(route('constructor', [])).toBe('primary');
  });

  it('reads nothing but what the server flags readonly', () => {
    const names: readonly string[] = READONLY_COMMANDS;
    for (const command of ['get', 'set', 'hset', 'lpush', 'zadd', 'xadd', 'expire', 'flushall', ...BLOCKING_COMMANDS]) {
      if (route(command, []) === 'read') expect(names).toContain(command);
    }
  });
});

describe(seesExpiredKeys.name, () => {
  it.each([
    ['dbsize', true],
    ['keys', true],
    ['randomkey', true],
    ['get', false],
    ['exists', false],
  ])('%s: %s', (command, expected) => {
    expect(seesExpiredKeys(command)).toBe(expected);
    expect(route(command, ['*'])).toBe('read');
  });
});
