/** How clients know the servers: a `kind` of the client's option `topology`. */
export const KINDS = ['virtual', 'static', 'sentinel'] as const;
export type Kind = (typeof KINDS)[number];

export interface Settings {
  readonly kind: Kind;
  /** Name of a server version, as `findRedisServers()` gives it. */
  readonly server: string;
  readonly seed: number;
  /** How many reads and writes, over all clients. */
  readonly operations: number;
  /** How many a second, at most: slow enough that faults have their time. */
  readonly ratePerSecond: number;
  readonly clients: number;
  readonly workersPerClient: number;
}
