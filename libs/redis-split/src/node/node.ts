import { performance } from 'node:perf_hooks';
import { Redis, type ChainableCommander } from 'ioredis';
import type { NodeAddress } from '../node-url.ts';
import type { Position } from '../token/position.ts';
import { sharedConnection, type Timeouts } from './connection-options.ts';
import { disconnect } from './disconnect.ts';
import { classifyFailure, type Failure } from './failure.ts';
import type { ReplicationInfo } from './replication-info.ts';
import { Reports, type Around, type Report } from './reports.ts';
import { standing, type Standing } from './standing.ts';
import { writeTogether } from './write-together.ts';

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
  readonly sampleIntervalMs: number;
  /** Called after each change of `standing`. */
  readonly onChange: (node: Node) => void;
  /** Called with everything that the node says of itself. */
  readonly onReport: (node: Node, report: Report) => void;
}

/** A command's answer between two reports: the data that it shows reach at least as far as the first, at most as the second. */
export interface Bracketed extends Around {
  /** The answer, or the error, of the server. */
  readonly answer: PromiseSettledResult<unknown>;
}

/** Where a command that is sent now goes, as far as is known. */
export interface Sending {
  /** Number of the connection. */
  readonly epoch: number;
  /** The history that the node had when it told last. */
  readonly replid: string | undefined;
}

/** How long a node is watched closely after that was last asked for. */
const WATCH_MS = 10_000;

type Commands = Record<string, (...args: unknown[]) => Promise<unknown>>;

/** One server: its shared connection, and what we know of its health. */
export class Node {
  readonly role: 'primary' | 'replica';
  readonly label: string;
  readonly #settings: NodeSettings;
  readonly #redis: Redis;
  readonly #commands: Commands;
  readonly #reports: Reports;
  #info: ReplicationInfo | undefined;
  /** Connection on which the node was seen in sync; before that its position is not believed. */
  #inSyncEpoch: number | undefined;
  #watchedUntilMs = 0;
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
    this.#reports = new Reports(this.#redis, (report) => this.#learn(report));
    this.#redis.on('ready', () => void this.probe());
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

  /** What it said last on this connection; positions only grow, so data read from now on reach at least that far. */
  get info(): ReplicationInfo | undefined {
    return this.#info;
  }

  /** For messages: which node, and what is wrong with it. */
  describe(): string {
    return `${this.role} ${this.label}: ${this.#standing === 'fit' ? 'ready' : this.#reason}`;
  }

  /** Send a command by the name of its method in ioredis. */
  send(method: string, args: unknown[]): Promise<unknown> {
    const run = this.#commands[method];
    if (!run) throw new TypeError(`Expected a command of ioredis, got \`${method}\``);
    writeTogether(this.#redis);
    return run.apply(this.#redis, args);
  }

  sending(): Sending {
    return { epoch: this.#reports.epoch, replid: this.#info?.position?.replid };
  }

  /**
   * Send a command between two questions for the node's position; commands of one tick share them. Rejects when the node
   * failed, not when the server answered with an error.
   */
  async bracket(method: string, args: unknown[]): Promise<Bracketed> {
    const around = this.#reports.around();
    let answer: PromiseSettledResult<unknown>;
    try {
      answer = { status: 'fulfilled', value: await this.send(method, args) };
    } catch (reason) {
      if (this.noteFailure(reason) !== 'answered') throw reason;
      answer = { status: 'rejected', reason };
    }
    const { before, after } = await around;
    return { answer, before, after };
  }

  /**
   * Where the primary is after everything that was sent to it so far; `undefined` when it did not say, or not as a primary.
   * Asked once for all commands of one tick.
   */
  async positionAfter(): Promise<Position | undefined> {
    const { epoch } = this.#reports;
    const report = await this.#reports.following().catch(() => undefined);
    return report?.epoch === epoch && report.info.role === 'primary' ? report.info.position : undefined;
  }

  /** Ask more often for a while: somebody wants to know how old its data are. */
  watch(): void {
    const closely = this.#isWatched();
    this.#watchedUntilMs = performance.now() + WATCH_MS;
    if (!closely) void this.probe();
  }

  /** Whether it was in sync since it was connected to: before that its word for its position is not taken. */
  get wasInSync(): boolean {
    return this.#inSyncEpoch === this.#reports.epoch;
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
      void this.probe();
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

  /** Ask how it is, unless that is under way. */
  async probe(): Promise<void> {
    if (this.#probing || this.#closed || this.#redis.status !== 'ready') return;
    this.#probing = true;
    clearTimeout(this.#probeTimer);
    try {
      await this.#reports.now();
    } catch (error) {
      this.#learnFromFailedProbe(error);
    }
    this.#probing = false;
    this.#probeLater();
  }

  #probeLater(): void {
    if (this.#closed) return;
    const intervalMs = this.#isWatched() ? this.#settings.sampleIntervalMs : this.#settings.probeIntervalMs;
    this.#probeTimer = setTimeout(() => void this.probe(), intervalMs * (0.9 + Math.random() * 0.2));
  }

  #isWatched(): boolean {
    return performance.now() < this.#watchedUntilMs;
  }

  #learnFromFailedProbe(error: unknown): void {
    const { message } = error as Error;
    // Who may not ask must trust the list.
    if (message.startsWith('NOPERM')) this.#believe({ role: this.role, linkUp: true, hasData: true });
    else this.#setUnfit(message);
  }

  #learn(report: Report): void {
    this.#settings.onReport(this, report);
    this.#believe(report.info);
  }

  #believe(info: ReplicationInfo): void {
    if (this.#redis.status !== 'ready') return;
    if (info.linkUp) this.#inSyncEpoch = this.#reports.epoch;
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
