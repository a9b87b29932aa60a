/** Commands that take about as long as one another, so that one measure of what is late fits all of a class. */
export type HedgeClass = 'fact' | 'value';

/**
 * The reads that may be sent twice. Each looks up one thing and says something short, whatever the size of what is stored:
 * a second try of anything that walks over data, or answers much, would load the servers when they are slow already.
 */
const HEDGEABLE: Readonly<Record<HedgeClass, readonly string[]>> = {
  fact: [
    ...['exists', 'type', 'ttl', 'pttl', 'expiretime', 'pexpiretime'],
    ...['strlen', 'getbit', 'llen', 'hlen', 'hexists', 'hstrlen', 'scard', 'sismember', 'xlen'],
    ...['zcard', 'zscore', 'zrank', 'zrevrank', 'zcount', 'zlexcount', 'geodist'],
  ],
  // One value, as long as its owner made it.
  value: ['get', 'hget'],
};

const CLASSES: ReadonlyMap<string, HedgeClass> = new Map(
  Object.entries(HEDGEABLE).flatMap(([name, commands]) => commands.map((command) => [command, name as HedgeClass])),
);

/**
 * `undefined` when it must not be sent twice.
 *
 * @param command in lower case
 */
export const hedgeClassOf = (command: string): HedgeClass | undefined => CLASSES.get(command);
