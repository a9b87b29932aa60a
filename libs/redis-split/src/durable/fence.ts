import { Redis } from 'ioredis';
import { withDeadline } from '../deadline.ts';
import { NotDurableError } from '../errors.ts';
import { privateConnection, type ConnectionSettings } from '../node/connection-options.ts';
import { disconnect } from '../node/disconnect.ts';
import type { Counters } from '../metrics/metrics.ts';
import type { Node } from '../node/node.ts';
import type { Sending } from '../node/node-types.ts';
import { parseReplicationInfo } from '../node/replication-info.ts';
import { parseServerInfo } from '../node/server-info.ts';
import type { Nodes } from '../topology/fleet.ts';
import { replicasThatHave, type Confirmation } from './confirmation.ts';
import type { DurableOptions } from './durable-options.ts';

interface Passage {
  readonly sending: Sending;
  readonly resolve: (replicas: number) => void;
  readonly reject: (reason: unknown) => void;
}

const CHANNEL = 'redis-split:fence';

/**
 * Makes sure that writes have reached replicas. WAIT would block everything behind it on the shared connection, so the fence
 * has one of its own. There WAIT alone would prove nothing: it waits for the writes of its *own* connection, and succeeds at
 * once when there are none. PUBLISH is one that changes no data, and lies behind all that was acknowledged before it.
 */
export class Fence {
  readonly #fleet: Nodes<Node>;
  readonly #whenPrimary: () => Promise<void> | undefined;
  readonly #options: DurableOptions;
  readonly #timeouts: ConnectionSettings;
  readonly #counts: Counters['durableWrites'];
  #waiting: Passage[] = [];
  #running: Promise<void> | undefined;
  #open: { readonly redis: Redis; readonly epoch: number } | undefined;

  /**
   * @param whenPrimary resolves when a write that is sent then leaves at once; `undefined` when it would now
   * @param counts of the writes that enough replicas confirmed, and of the others
   */
  constructor(
    fleet: Nodes<Node>,
    whenPrimary: () => Promise<void> | undefined,
    options: DurableOptions,
    timeouts: ConnectionSettings,
    counts: Counters['durableWrites'],
  ) {
    this.#fleet = fleet;
    this.#whenPrimary = whenPrimary;
    this.#options = options;
    this.#timeouts = timeouts;
    this.#counts = counts;
  }

  /**
   * Send a write, then wait until replicas have it.
   *
   * @throws NotDurableError
   */
  async durably<T>(send: () => Promise<T>): Promise<T> {
    // It must not wait in a queue after it was noted where it goes.
    const ready = this.#whenPrimary();
    if (ready) await ready;
    const sending = this.#fleet.primary?.sending() ?? { epoch: NaN, replid: undefined };
    const result = await send();
    const wanted = this.#options.replicas;
    const got = await this.#pass(sending).catch((cause: unknown) => {
      this.#counts.unconfirmed++;
      throw new NotDurableError(wanted, 0, result, { cause });
    });
    this.#counts[got < wanted ? 'unconfirmed' : 'confirmed']++;
    if (got < wanted) throw new NotDurableError(wanted, got, result);
    return result;
  }

  /** Wait for those that are under way, then close the connection. */
  async close(): Promise<void> {
    await this.#running;
    await this.#drop();
  }

  #pass(sending: Sending): Promise<number> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ sending, resolve, reject });
      this.#running ??= this.#run();
    });
  }

  /** One after the other; writes that are acknowledged meanwhile share the next. */
  async #run(): Promise<void> {
    while (this.#waiting.length > 0) {
      await new Promise((resolve) => setImmediate(resolve));
      const passages = this.#waiting.splice(0);
      try {
        const confirmation = await this.#confirm();
        for (const { sending, resolve } of passages) resolve(replicasThatHave(sending, confirmation));
      } catch (error) {
        // Never sent again: nobody would know for what a second answer stands.
        await this.#drop();
        for (const { reject } of passages) reject(error);
      }
    }
    this.#running = undefined;
  }

  #confirm(): Promise<Confirmation> {
    const { connectTimeoutMs, commandTimeoutMs } = this.#timeouts;
    const { primary } = this.#fleet;
    if (!primary) return Promise.reject(new Error('There is no primary any more'));
    const afterMs = connectTimeoutMs + commandTimeoutMs + this.#options.timeoutMs;
    const late = () => new Error(`${primary.label} did not answer in ${afterMs} ms`);
    return withDeadline(this.#ask(primary), afterMs, late);
  }

  async #ask(primary: Node): Promise<Confirmation> {
    const { replicas, timeoutMs } = this.#options;
    const { redis, epoch } = await this.#connection(primary);
    const [before, , confirmed, after] = await Promise.all([
      redis.info('replication'),
      redis.publish(CHANNEL, ''),
      redis.wait(replicas, timeoutMs),
      redis.info('replication'),
    ]);
    return { before: parseReplicationInfo(before), replicas: confirmed, after: parseReplicationInfo(after), epoch };
  }

  async #connection(primary: Node): Promise<{ readonly redis: Redis; readonly epoch: number }> {
    const { epoch } = primary.sending();
    if (this.#open?.epoch === epoch && this.#open.redis.status === 'ready') return this.#open;
    await this.#drop();
    const redis = new Redis(privateConnection(primary.address, this.#timeouts));
    // Its commands reject by themselves; without a listener ioredis would also print.
    redis.on('error', () => undefined);
    this.#open = { redis, epoch };
    await redis.connect();
    const [ours, theirs] = await Promise.all([redis.info('server'), primary.send('info', ['server'])]);
    // The same address may lead to another server by now, which never saw the writes.
    const runIds = [ours, theirs].map((text) => parseServerInfo(String(text)).runId);
    if (runIds[0] !== runIds[1] || epoch !== primary.sending().epoch) {
      throw new Error(`${primary.label} is another server than the one that was written to`);
    }
    return this.#open;
  }

  async #drop(): Promise<void> {
    const open = this.#open;
    this.#open = undefined;
    if (open) await disconnect(open.redis);
  }
}
