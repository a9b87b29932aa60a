import { Redis, type ChainableCommander } from 'ioredis';
import type { NodeAddress } from '../node-url.ts';
import { sharedConnection, type Timeouts } from './connection-options.ts';
import { disconnect } from './disconnect.ts';
import { classifyFailure, type Failure } from './failure.ts';
import { parseReplicationInfo, type ReplicationInfo } from './replication-info.ts';
import { standing, type Standing } from './standing.ts';

/** A node as the client sees it now. */
export interface NodeStatus {
  /** What it was listed as. */
  readonly role: 'primary' | 'replica';
  /** `host:port`, without credentials. */
  readonly address: string;
  /** It answers, in that role, and has data. */
  readonly ready: boolean;
  /** It follows its primary; a ready replica that does not serves reads only when nothing better is left. */
  readonly inSync: boolean;
  /** Why it is not ready or not in sync. */
  readonly reason?: string;
}

export interface NodeSettings extends Timeouts {
  readonly role: 'primary' | 'replica';
  readonly address: NodeAddress;
  readonly probeIntervalMs: number;
  /** Called after each change of `standing`. */
  readonly onChange: (node: Node) => void;
}

type Commands = Record<string, (...args: unknown[]) => Promise<unknown>>;

/** One server: its shared connection, and what we know of its health. */
export class Node {
  readonly role: 'primary' | 'replica';
  readonly label: string;
  readonly #settings: NodeSettings;
  readonly #redis: Redis;
  readonly #commands: Commands;
  #info: ReplicationInfo | undefined;
  #reason = 'not connected yet';
  #standing: Standing = 'unfit';
  #probeTimer: NodeJS.Timeout | undefined;
  #probing = false;
  #closed = false;

  constructor(settings: NodeSettings) {
    const { address, role } = settings;
    this.#settings = settings;
    this.role = role;
    this.label = `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
    this.#redis = new Redis(sharedConnection(address, settings));
    this.#commands = this.#redis as unknown as Commands;
    this.#redis.on('ready', () => void this.#probe());
    this.#redis.on('error', (error: Error) => this.#setUnfit(error.message));
    this.#redis.on('close', () => this.#suspect('the connection closed'));
  }

  get standing(): Standing {
    return this.#standing;
  }

  status(): NodeStatus {
    const inSync = this.#standing === 'fit';
    const ready = this.#standing !== 'unfit';
    return { role: this.role, address: this.label, ready, inSync, ...(!inSync && { reason: this.#reason }) };
  }

  get address(): NodeAddress {
    return this.#settings.address;
  }

  /** For messages: which node, and what is wrong with it. */
  describe(): string {
    return `${this.role} ${this.label}: ${this.#standing === 'fit' ? 'ready' : this.#reason}`;
  }

  /** Send a command by the name of its method in ioredis. */
  send(method: string, args: unknown[]): Promise<unknown> {
    const run = this.#commands[method];
    if (!run) throw new TypeError(`Expected a command of ioredis, got \`${method}\``);
    return run.apply(this.#redis, args);
  }

  multi(): ChainableCommander {
    return this.#redis.multi();
  }

  pipeline(): ChainableCommander {
    return this.#redis.pipeline();
  }

  /** Learn from a rejected command what it tells about this node. */
  noteFailure(error: unknown): Failure {
    const failure = classifyFailure(error);
    if (failure !== 'answered') {
      this.#suspect((error as Error).message);
      void this.#probe();
    }
    return failure;
  }

  /** Wait for the answers that are due, at most one command's deadline, then close the socket. */
  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#probeTimer);
    // Redis answers in order, so what was sent before QUIT is answered before it.
    if (this.#redis.status === 'ready') await this.#redis.quit().catch(() => undefined);
    await disconnect(this.#redis);
  }

  async #probe(): Promise<void> {
    if (this.#probing || this.#closed || this.#redis.status !== 'ready') return;
    this.#probing = true;
    clearTimeout(this.#probeTimer);
    try {
      this.#learn(parseReplicationInfo(await this.#redis.info('replication')));
    } catch (error) {
      this.#learnFromFailedProbe(error);
    }
    this.#probing = false;
    this.#probeLater();
  }

  #probeLater(): void {
    if (this.#closed) return;
    const delayMs = this.#settings.probeIntervalMs * (0.9 + Math.random() * 0.2);
    this.#probeTimer = setTimeout(() => void this.#probe(), delayMs);
  }

  #learnFromFailedProbe(error: unknown): void {
    const { message } = error as Error;
    // Who may not ask must trust the list.
    if (message.startsWith('NOPERM')) this.#learn({ role: this.role, linkUp: true, hasData: true });
    else this.#setUnfit(message);
  }

  #learn(info: ReplicationInfo): void {
    if (this.#redis.status !== 'ready') return;
    this.#info = info;
    if (info.role !== this.role) this.#reason = `listed as ${this.role}, but it says that it is a ${info.role}`;
    else if (!info.linkUp) this.#reason = 'its link to the primary is down';
    this.#update();
  }

  /** What made us doubt first says most: a closed connection brings many errors with it. */
  #suspect(reason: string): void {
    if (this.#info) this.#setUnfit(reason);
  }

  #setUnfit(reason: string): void {
    this.#info = undefined;
    this.#reason = reason;
    this.#update();
  }

  #update(): void {
    const next = standing(this.role, this.#info);
    if (next === this.#standing) return;
    this.#standing = next;
    this.#settings.onChange(this);
  }
}
