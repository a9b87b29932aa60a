import { channel, type Channel } from 'node:diagnostics_channel';
import { EventEmitter } from 'node:events';
import type { Outcome } from './freshness/answer.ts';
import type { Demand } from './freshness/demand.ts';
import type { NodeStatus } from './node/node-types.ts';
import type { Token } from './token/token.ts';

/** What a client tells. */
export interface SplitEvents {
  /** A node became ready. */
  nodeUp: [NodeStatus];
  /** A node is not ready any more, or no node of this client; `reason` says why. */
  nodeDown: [NodeStatus];
  /**
   * The primary's history goes on from before `forkOffset` of the one before: another node was promoted, or the primary was
   * restarted from a snapshot. Writes from there on are lost.
   */
  failover: [{ readonly to: NodeStatus; readonly forkOffset: bigint }];
  /** The primary came with a history that nothing connects with the one before: restarted without it, or empty. */
  lineageReset: [{ readonly to: NodeStatus }];
  /** A read was rejected with `REDIS_SPLIT_TOKEN_LOST`: a failover lost what the session or token stands for. */
  lostWrite: [{ readonly token: Token; readonly forkOffset: bigint }];
  /**
   * The primary answered a read of a session or token, and nobody knows whether it still has what that stands for: its history
   * does not say. `token` is what it is about, if that is known.
   */
  lineageUnknown: [{ readonly token?: Token }];
}

/** Of the channel `redis-split:read`: each read that was answered, or failed by an error of this library. */
export interface ReadMessage {
  /** The client's name. */
  readonly client: string;
  readonly command: string;
  readonly mode: Demand['mode'];
  readonly outcome: Outcome | 'failed';
  /** `host:port` of the node that answered. */
  readonly node?: string;
  /** What was proved of its age, in milliseconds. */
  readonly stalenessMs?: number;
}

type EventName = keyof SplitEvents;

const eventNames = ['nodeUp', 'nodeDown', 'failover', 'lineageReset', 'lostWrite', 'lineageUnknown'] as const;
const eventChannels = Object.fromEntries(
  eventNames.map((name) => [name, channel(`redis-split:${name}`)]),
) as unknown as Readonly<Record<EventName, Channel>>;

/** Reads are published only while somebody listens: look at `hasSubscribers` before making a message. */
export const readChannel: Channel = channel('redis-split:read');

/** Tells listeners of this client, and those of `node:diagnostics_channel` for all clients of the process. */
export class Events {
  readonly #client: string;
  readonly #emitter = new EventEmitter();

  /** @param client its name */
  constructor(client: string) {
    this.#client = client;
  }

  on<E extends EventName>(event: E, listener: (...args: SplitEvents[E]) => void): void {
    this.#emitter.on(event, listener as (...args: unknown[]) => void);
  }

  off<E extends EventName>(event: E, listener: (...args: SplitEvents[E]) => void): void {
    this.#emitter.off(event, listener as (...args: unknown[]) => void);
  }

  emit<E extends EventName>(event: E, ...payload: SplitEvents[E]): void {
    this.#emitter.emit(event, ...payload);
    eventChannels[event].publish({ client: this.#client, ...payload[0] });
  }
}
