import { performance } from 'node:perf_hooks';
import { Redis, type ChainableCommander } from 'ioredis';
import { NodeLoad } from '../balancing/load.ts';
import type { NodeAddress } from '../node-url.ts';
import type { Position } from '../token/position.ts';
import { replicaDeadlineMs, sharedConnection, type ConnectionSettings } from './connection-options.ts';
import { disconnect } from './disconnect.ts';
import { classifyFailure, type Failure } from './failure.ts';
import { Health } from './health.ts';
import { Prober, type ProbeIntervals } from './prober.ts';
import type { ReplicationInfo } from './replication-info.ts';
import type { Bracketed, NodeStatus, Sending } from './node-types.ts';
import { Reports, type Report } from './reports.ts';
import { parseServerInfo, type ServerInfo } from './server-info.ts';
import type { Role } from './role.ts';
import type { Standing } from './standing.ts';
import { writeTogether } from './write-together.ts';

export interface NodeSettings extends ConnectionSettings, ProbeIntervals {
  /** Names it among the nodes of one client. */
  readonly key: string;
  readonly address: NodeAddress;
  /** How long after it was connected it gets less than its share of the reads, in milliseconds. */
  readonly slowStartMs: number;
  /** What a node that was not measured yet is expected to take for a read, in milliseconds. */
  readonly typicalLatencyMs: (nowMs: number) => number;
  /** Called after each change of `standing`, and when it was reached or missed for the first time. */
  readonly onChange: (node: Node) => void;
  /** Called with everything that the node says of itself. */
  readonly onReport: (node: Node, report: Report) => void;
}

type Commands = Record<string, (...args: unknown[]) => Promise<unknown>>;

/** One server: its shared connection, and what we know of its health. */
export class Node {
  readonly key: string;
  readonly label: string;
  readonly address: NodeAddress;
  /** How busy, fast and reliable it is; reads keep it up to date. */
  readonly load: NodeLoad;
  readonly #settings: NodeSettings;
  readonly #redis: Redis;
  readonly #commands: Commands;
  readonly #reports: Reports;
  readonly #health: Health;
  readonly #prober: Prober;
  #server: ServerInfo | undefined;

  constructor(settings: NodeSettings) {
    const { address, key } = settings;
    this.#settings = settings;
    this.key = key;
    this.address = address;
    this.label = `${address.host.includes(':') ? `[${address.host}]` : address.host}:${address.port}`;
    this.load = new NodeLoad({ slowStartMs: settings.slowStartMs, random: Math.random });
    this.#health = new Health(() => settings.onChange(this));
    this.#redis = new Redis(sharedConnection(address, settings));
    this.#commands = this.#redis as unknown as Commands;
    this.#reports = new Reports(this.#redis, (report) => this.#learn(report));
    this.#prober = new Prober(settings, () => this.#ask());
    this.#redis.on('ready', () => this.#connected());
    this.#redis.on('error', (error: Error) => this.#health.setUnfit(error.message));
    this.#redis.on('close', () => this.#health.suspect('the connection closed'));
  }

  get role(): Role {
    return this.#health.role;
  }

  /** Take it for the primary, or for a replica. */
  set role(role: Role) {
    if (role === this.#health.role) return;
    const { commandTimeoutMs } = this.#settings;
    // ioredis looks at it for each command.
    this.#redis.options.commandTimeout = role === 'replica' ? replicaDeadlineMs(commandTimeoutMs) : commandTimeoutMs;
    this.#health.role = role;
  }

  get standing(): Standing {
    return this.#health.standing;
  }

  /** Number of its connection, unique in this process. */
  get epoch(): number {
    return this.#reports.epoch;
  }

  /** {@inheritDoc Health.info} */
  get info(): ReplicationInfo | undefined {
    return this.#health.info;
  }

  /** {@inheritDoc Health.tried} */
  get tried(): boolean {
    return this.#health.tried;
  }

  /** {@inheritDoc Health.wasInSync} */
  get wasInSync(): boolean {
    return this.#health.wasInSync(this.#reports.epoch);
  }

  /** Which server the connection leads to; `undefined` before it said so. */
  get server(): ServerInfo | undefined {
    return this.#server;
  }

  status(): NodeStatus {
    const inSync = this.standing === 'fit';
    const ready = this.standing !== 'unfit';
    return { role: this.role, address: this.label, ready, inSync, ...(!inSync && { reason: this.#health.reason }) };
  }

  /** For messages: which node, and what is wrong with it. */
  describe(): string {
    return `${this.role} ${this.label}: ${this.standing === 'fit' ? 'ready' : this.#health.reason}`;
  }

  /** Send a command by the name of its method in ioredis. */
  send(method: string, args: unknown[]): Promise<unknown> {
    const run = this.#commands[method];
    if (!run) throw new TypeError(`Expected a command of ioredis, got \`${method}\``);
    writeTogether(this.#redis);
    return run.apply(this.#redis, args);
  }

  sending(): Sending {
    return { epoch: this.#reports.epoch, replid: this.info?.position?.replid };
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
      this.#health.suspect((error as Error).message);
      void this.probe();
    }
    return failure;
  }

  /** {@inheritDoc Prober.probe} */
  probe(): Promise<void> {
    return this.#prober.probe();
  }

  /** {@inheritDoc Prober.watch} */
  watch(): void {
    this.#prober.watch();
  }

  /** Connect anew: behind the same address there may be another server. */
  reconnect(): void {
    this.#redis.disconnect(true);
  }

  /** Wait for the answers that are due, at most one command's deadline, then close the socket. */
  async close(): Promise<void> {
    this.#prober.close();
    // Redis answers in order, so what was sent before QUIT is answered before it.
    if (this.#redis.status === 'ready') await this.#redis.quit().catch(() => undefined);
    await disconnect(this.#redis);
  }

  #connected(): void {
    const nowMs = performance.now();
    this.load.reset(nowMs, this.#settings.typicalLatencyMs(nowMs));
    this.#server = undefined;
    const { epoch } = this.#reports;
    this.#redis.info('server').then(
      (text) => {
        if (epoch === this.#reports.epoch) this.#server = parseServerInfo(text);
      },
      () => undefined,
    );
    void this.probe();
  }

  async #ask(): Promise<void> {
    if (this.#redis.status !== 'ready') return;
    try {
      await this.#reports.now();
    } catch (error) {
      const { message } = error as Error;
      // Who may not ask must trust what it is taken for.
      if (message.startsWith('NOPERM')) this.#believe({ role: this.role, linkUp: true, hasData: true, replicas: 0 });
      else this.#health.setUnfit(message);
    }
  }

  #learn(report: Report): void {
    this.#believe(report.info);
    this.#settings.onReport(this, report);
  }

  #believe(info: ReplicationInfo): void {
    if (this.#redis.status === 'ready') this.#health.believe(info, this.#reports.epoch);
  }
}
