import { performance } from 'node:perf_hooks';
import { Redis } from 'ioredis';
import type { NodeAddress } from '../../node-url.ts';
import { sharedConnection, type ConnectionSettings } from '../../node/connection-options.ts';
import { disconnect } from '../../node/disconnect.ts';
import { readTestimony, type Testimony } from './testimony.ts';

/** What a Sentinel tells by itself about nodes, failovers and other Sentinels. */
const EVENTS = [
  '+switch-master',
  '+slave',
  '+odown',
  '-odown',
  '+sdown',
  '-sdown',
  '+reboot',
  '+failover-end',
] as const;

/** One Sentinel: a connection for questions, and one for what it tells by itself. */
export class Witness {
  readonly #name: string;
  readonly #questions: Redis;
  readonly #events: Redis;

  /**
   * @param name of the primary
   * @param onEvent called when something has happened to it or to its replicas
   */
  constructor(address: NodeAddress, name: string, timeouts: ConnectionSettings, onEvent: () => void) {
    this.#name = name;
    const options = sharedConnection(address, timeouts);
    this.#questions = new Redis(options);
    // Silent while nothing happens.
    this.#events = new Redis({ ...options, socketTimeout: undefined, commandTimeout: undefined });
    for (const redis of [this.#questions, this.#events]) redis.on('error', () => undefined);
    this.#questions.on('ready', onEvent);
    // A subscription is renewed by ioredis after each reconnect.
    this.#events.once('ready', () => void this.#events.subscribe(...EVENTS).catch(() => undefined));
    this.#events.on('message', (_channel, message) => {
      if (String(message).includes(name)) onEvent();
    });
  }

  /** Rejects when it does not answer, or does not know the primary. */
  async testify(): Promise<Testimony> {
    const sentAtMs = performance.now();
    const ask = (...args: string[]): Promise<unknown> => this.#questions.call('SENTINEL', ...args);
    const [id, primary, replicas, others] = await Promise.all([
      ask('MYID'),
      ask('MASTER', this.#name),
      ask('REPLICAS', this.#name),
      ask('SENTINELS', this.#name),
    ]);
    return readTestimony({ id, primary, replicas, others }, sentAtMs);
  }

  async close(): Promise<void> {
    await Promise.all([disconnect(this.#questions), disconnect(this.#events)]);
  }
}
