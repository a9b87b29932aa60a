import { Redis } from 'ioredis';
import { withDeadline } from './deadline.ts';
import { RedisSplitError } from './errors.ts';
import { privateConnection, type ConnectionSettings } from './node/connection-options.ts';
import { disconnect } from './node/disconnect.ts';
import type { Node } from './node/node.ts';
import type { Role } from './node/role.ts';

/** Private connections, each for the time of one callback. */
export class Leases {
  readonly #timeouts: ConnectionSettings;
  readonly #open = new Set<Redis>();
  #turn = 0;

  constructor(timeouts: ConnectionSettings) {
    this.#timeouts = timeouts;
  }

  async run<T>(role: Role, nodes: readonly Node[], use: (connection: Redis) => Promise<T>): Promise<T> {
    const ready = nodes.filter((node) => node.role === role && node.standing === 'fit');
    const node = ready[this.#turn++ % (ready.length || 1)];
    if (!node) throw this.#unavailable(role, nodes.map((each) => each.describe()).join('; '));
    const connection = new Redis(privateConnection(node.address, this.#timeouts));
    // Its commands reject by themselves; without a listener ioredis would also print.
    connection.on('error', () => undefined);
    this.#open.add(connection);
    try {
      await this.#connect(connection, role, node);
      return await use(connection);
    } finally {
      await disconnect(connection);
      this.#open.delete(connection);
    }
  }

  /** Whoever still waits on a leased connection is rejected by ioredis. */
  async close(): Promise<void> {
    await Promise.all([...this.#open].map(disconnect));
  }

  async #connect(connection: Redis, role: Role, node: Node): Promise<void> {
    const late = () => this.#unavailable(role, `${node.label} did not answer in ${this.#timeouts.connectTimeoutMs} ms`);
    try {
      // Its own timeout ends with the TCP handshake, which a frozen server still completes.
      await withDeadline(connection.connect(), this.#timeouts.connectTimeoutMs, late);
    } catch (error) {
      if (error instanceof RedisSplitError) throw error;
      throw this.#unavailable(role, node.label, error);
    }
  }

  #unavailable(role: Role, why: string, cause?: unknown): RedisSplitError {
    const code = role === 'primary' ? 'REDIS_SPLIT_NO_PRIMARY' : 'REDIS_SPLIT_NO_NODE';
    return new RedisSplitError(code, `No ${role} to connect to: ${why}`, { cause });
  }
}
