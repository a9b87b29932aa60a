import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Redis } from 'ioredis';
import { BLOCKING_COMMANDS, READONLY_COMMANDS } from './command-table.ts';
import { route } from './route.ts';

/** Every command that ioredis or the server knows, the containers of subcommands among them. */
const COMMANDS = [
  ...new Set([...Redis.prototype.getBuiltinCommands(), ...READONLY_COMMANDS, ...BLOCKING_COMMANDS]),
].map((name) => name.split('|')[0] ?? '');
const CONNECTION_BOUND = [
  ...['multi', 'exec', 'discard', 'watch', 'unwatch', 'select', 'auth', 'hello', 'reset', 'quit', 'client', 'monitor'],
  ...['subscribe', 'psubscribe', 'ssubscribe', 'unsubscribe', 'punsubscribe', 'sunsubscribe', 'wait', 'waitaof'],
];
const READONLY: ReadonlySet<string> = new Set(READONLY_COMMANDS);
const SUBCOMMANDS = [...READONLY_COMMANDS, 'memory|purge', 'object|help', 'xinfo|help', 'xgroup|create']
  .filter((name) => name.includes('|'))
  .map((name) => name.split('|')[1] ?? '');

/** One word in any letters, as a string, a buffer, or something that is sent as its string. */
const spelled = (word: string) =>
  fc
    .tuple(fc.mixedCase(fc.constant(word)), fc.integer({ min: 0, max: 3 }))
    .map(([text, how]) => [text, Buffer.from(text), Object(text), { toString: () => text }][how] as unknown);

const OPTIONS = ['block', 'streams', 'group', 'count', 'noack', '0', '-1', '>', 'get', 'set', 'subscribe'];
const argument = fc.oneof(
  fc.constantFrom(...OPTIONS, ...SUBCOMMANDS).chain(spelled),
  fc.string(),
  fc.integer(),
  fc.constantFrom(null, undefined, true, 1.5, 10n),
);
/** ioredis flattens arguments once. */
const args = fc.array(fc.oneof(argument, fc.array(argument, { maxLength: 4 })), { maxLength: 8 });

/** What the server gets. */
const sent = (given: readonly unknown[]): string[] =>
  given.flat().map((value) => String(value === null || value === undefined ? '' : (value as unknown)).toLowerCase());

/** As `xreadCommand` of the server reads its options; what is no option is an error there, and blocks nobody. */
function wouldBlock([word, ...rest]: readonly string[]): boolean {
  if (word === 'block') return true;
  if (word === 'group') return wouldBlock(rest.slice(2));
  if (word === 'count') return /^-?\d+$/.test(rest[0] ?? '') && wouldBlock(rest.slice(1));
  return word === 'noack' && wouldBlock(rest);
}

describe(route.name, () => {
  it('sends to replicas only what the server flags read-only, whatever the arguments', () => {
    const command = fc.oneof(fc.constantFrom(...COMMANDS), fc.string());
    fc.assert(
      fc.property(command, args, (name, given) => {
        if (route(name, given) !== 'read') return;
        const subcommand = `${name}|${sent(given)[0] ?? ''}`;
        expect(READONLY.has(name) || READONLY.has(subcommand)).toBe(true);
        expect(BLOCKING_COMMANDS.filter((each) => each === name && !name.startsWith('xread'))).toEqual([]);
      }),
      { numRuns: 2000 },
    );
  });

  it('never shares a connection for what depends on one, whatever the arguments', () => {
    const blocking = BLOCKING_COMMANDS.filter((name) => !name.startsWith('xread'));
    fc.assert(
      fc.property(fc.constantFrom(...CONNECTION_BOUND, ...blocking), args, (name, given) => {
        expect(route(name, given)).toBe('lease');
      }),
    );
  });

  it('knows whether a read of streams would block', () => {
    const option = fc.oneof(
      spelled('noack').map((word) => [word]),
      fc.tuple(spelled('count'), fc.constantFrom<unknown>('1', 7)),
      fc.tuple(spelled('group'), argument, argument),
      fc.tuple(spelled('block'), fc.constantFrom<unknown>('0', 5)),
    );
    const options = fc.array(option, { maxLength: 4 }).map((all) => all.flat());
    const given = fc.tuple(options, spelled('streams'), args).map(([before, word, keys]) => [...before, word, ...keys]);
    // A list of arguments may come as an array too.
    const listed = fc.oneof(
      given,
      given.map((all) => [all.flat()]),
    );
    fc.assert(
      fc.property(fc.constantFrom('xread', 'xreadgroup'), listed, (name, all) => {
        expect(route(name, all) === 'lease').toBe(wouldBlock(sent(all)));
      }),
      { numRuns: 1000 },
    );
  });
});
