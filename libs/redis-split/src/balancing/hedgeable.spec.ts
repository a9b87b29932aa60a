import { describe, expect, it } from '@jest/globals';
import { BLOCKING_COMMANDS, READONLY_COMMANDS } from '../routing/command-table.ts';
import { hedgeClassOf } from './hedgeable.ts';

describe(hedgeClassOf.name, () => {
  it.each([
    ['get', 'value'],
    ['hget', 'value'],
    ['exists', 'fact'],
    ['zscore', 'fact'],
    ['set', undefined],
    ['mget', undefined],
    ['constructor', undefined],
  ])('%s: %s', (command, expected) => {
    expect(hedgeClassOf(command)).toBe(expected);
  });

  it.each([
    'scan',
    'sscan',
    'hscan',
    'zscan',
    'keys',
    'hgetall',
    'smembers',
    'lrange',
    'zrange',
    'xread',
    'sort_ro',
    'lcs',
  ])('never sends %s twice', (command) => {
    expect(hedgeClassOf(command)).toBeUndefined();
  });

  it('sends nothing twice but what only reads and never blocks', () => {
    const readonly = new Set<string>(READONLY_COMMANDS);
    // Every name that there is, and some that are not.
    const names = [...READONLY_COMMANDS, ...BLOCKING_COMMANDS, 'set', 'incr', 'getex', 'getdel', 'touch', 'publish'];
    const hedged = names.filter((name) => hedgeClassOf(name) !== undefined);

    expect(hedged.length).toBeGreaterThan(20);
    expect(hedged.filter((name) => !readonly.has(name))).toEqual([]);
    expect(BLOCKING_COMMANDS.filter((name) => hedgeClassOf(name) !== undefined)).toEqual([]);
  });
});
