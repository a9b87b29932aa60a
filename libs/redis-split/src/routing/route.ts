import { BLOCKING_COMMANDS, READONLY_COMMANDS } from './command-table.ts';

/** Where a command may run: on any node that serves reads, on the primary, or only on a connection of its own. */
export type Route = 'read' | 'primary' | 'lease';

/** Read-only to the server, yet not safe to run on just any replica. */
const PRIMARY_ONLY: ReadonlySet<string> = new Set([
  // A cursor belongs to the node that gave it.
  ...['scan', 'sscan', 'hscan', 'zscan'],
  // A replica may not have the script of that digest, and nobody else may load it there: `scripts/` knows how. Those that bring
  // their code along, and functions, which are replicated, may run anywhere: the server itself refuses to write in them.
  'evalsha_ro',
  // Its only effect, the time of last access, must reach the node that evicts.
  'touch',
]);

/** Change or depend on the state of one connection, which here many callers share. */
const CONNECTION_BOUND: ReadonlySet<string> = new Set([
  ...['multi', 'exec', 'discard', 'watch', 'unwatch'],
  ...['subscribe', 'psubscribe', 'ssubscribe', 'unsubscribe', 'punsubscribe', 'sunsubscribe'],
  ...['select', 'auth', 'hello', 'reset', 'quit', 'client', 'readonly', 'readwrite', 'asking'],
  ...['monitor', 'sync', 'psync', 'replconf'],
  // They wait for the writes of their own connection.
  ...['wait', 'waitaof'],
]);

const READS: ReadonlySet<string> = new Set(READONLY_COMMANDS.filter((name) => !PRIMARY_ONLY.has(name)));
const CONTAINERS: ReadonlySet<string> = new Set([...READS].filter((name) => name.includes('|')).map(containerOf));
const BLOCKING: ReadonlySet<string> = new Set(BLOCKING_COMMANDS);
/** They block only when told to. */
const BLOCK_OPTION: ReadonlySet<string> = new Set(['xread', 'xreadgroup']);

/**
 * Decide where a command runs, from the facts of the server's own command table. What the table does not know goes to the
 * primary.
 *
 * @param command in lower case
 * @param args as the caller gave them to ioredis
 */
export function route(command: string, args: readonly unknown[]): Route {
  if (CONNECTION_BOUND.has(command)) return 'lease';
  if (BLOCKING.has(command) && (!BLOCK_OPTION.has(command) || hasBlockOption(args))) return 'lease';
  const name = CONTAINERS.has(command) ? `${command}|${firstWord(args)}` : command;
  return READS.has(name) ? 'read' : 'primary';
}

/** How many values follow an option; they, and the keys after `STREAMS`, may look like options themselves. */
const VALUES_AFTER: ReadonlyMap<string, number> = new Map(Object.entries({ group: 2, count: 1, claim: 1 }));

function hasBlockOption(args: readonly unknown[]): boolean {
  const words = args.flat().map(asWord);
  for (let i = 0; i < words.length; i += 1 + (VALUES_AFTER.get(words[i] ?? '') ?? 0)) {
    if (words[i] === 'streams') return false;
    if (words[i] === 'block') return true;
  }
  return false;
}

/**
 * Reads that also see keys which have expired but were not deleted yet. Only the primary deletes them, so what a replica answers
 * depends on its clock, and on no place in the primary's history: it cannot be proved to be fresh.
 */
export const seesExpiredKeys = (command: string): boolean => SEE_EXPIRED.has(command);
const SEE_EXPIRED: ReadonlySet<string> = new Set(['dbsize', 'keys', 'randomkey']);

function containerOf(name: string): string {
  return name.slice(0, name.indexOf('|'));
}

const firstWord = (args: readonly unknown[]): string => asWord(args.flat()[0]);

/** As ioredis will send it; but for nothing, which is no word of the server either way. */
const asWord = (value: unknown): string => String(value).toLowerCase();
