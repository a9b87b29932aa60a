import { performance } from 'node:perf_hooks';
import { Balancer } from './balancing/balancer.ts';
import { Hedging } from './balancing/hedging.ts';
import type { DurableOptions } from './durable/durable-options.ts';
import { Fence } from './durable/fence.ts';
import type { Events } from './events.ts';
import { FreshReads } from './freshness/fresh-reads.ts';
import { History } from './freshness/history.ts';
import { Leases } from './leases.ts';
import { newCounters, type SplitMetrics } from './metrics/metrics.ts';
import { nodeMetrics } from './metrics/node-metrics.ts';
import type { Node } from './node/node.ts';
import type { Report } from './node/reports.ts';
import type { ResolvedOptions } from './options.ts';
import { readsFromEach, type Reads } from './reads/reads.ts';
import type { ReadFrom } from './routing/read-nodes.ts';
import { discoveryOf } from './topology/discovery-of.ts';
import { Fleet } from './topology/fleet.ts';
import { Writes } from './writes/writes.ts';

/** The parts of one client, put together: who is there, and what reads from them and writes to them. */
export class Engine {
  readonly fleet: Fleet;
  readonly history: History;
  readonly hedging: Hedging;
  readonly reads: Readonly<Record<ReadFrom, Reads>>;
  readonly fresh: FreshReads;
  readonly writes: Writes;
  readonly leases: Leases;
  readonly counters = newCounters();
  readonly #options: ResolvedOptions;
  readonly #events: Events;
  readonly #fences = new Map<string, Fence>();
  readonly #announced = new Map<Node, boolean>();
  #closing: Promise<void> | undefined;

  /** Opens the connections in the background. */
  constructor(options: ResolvedOptions, events: Events) {
    this.#options = options;
    this.#events = events;
    const discovery = discoveryOf(options);
    this.history = new History(() => discovery.confirmedAtMs?.() ?? Infinity);
    this.fleet = new Fleet({
      ...options,
      discovery,
      replid: () => this.history.current,
      onElected: () => this.history.primaryChanged(),
      onReport: (node, report) => this.#learn(node, report),
      onChange: () => this.#refresh(),
    });
    const balancer = new Balancer(options.zone);
    this.hedging = new Hedging(options.hedging);
    this.reads = readsFromEach(
      ...([this.fleet, balancer, options.commandTimeoutMs, this.counters.reads.eventual, options.readQueue] as const),
    );
    this.fresh = new FreshReads({
      ...{ fleet: this.fleet, history: this.history, balancer, hedging: this.hedging },
      deadlineMs: options.commandTimeoutMs,
      onRefusal: (refusal) => this.counters.refusals[refusal]++,
    });
    this.writes = new Writes(this.fleet, options.writeQueue, () => this.counters.ambiguousWrites++);
    this.leases = new Leases(options);
    this.fleet.start();
  }

  get isClosed(): boolean {
    return this.#closing !== undefined;
  }

  /** Each distinct pair of options has one, with a connection of its own. */
  fence(options: DurableOptions): Fence {
    const name = `${options.replicas}/${options.timeoutMs}`;
    const known = this.#fences.get(name);
    if (known) return known;
    const { durableWrites } = this.counters;
    const fence = new Fence(this.fleet, () => this.writes.whenPrimary(), options, this.#options, durableWrites);
    this.#fences.set(name, fence);
    return fence;
  }

  metrics(): SplitMetrics {
    const nowMs = performance.now();
    return structuredClone({
      ...this.counters,
      name: this.#options.name,
      nodes: this.fleet.nodes.map((node) => nodeMetrics(node, this.fleet.primary, this.history, nowMs)),
      hedges: this.hedging.counts,
      waitingReads: this.fresh.waiting,
      queuedReads: Object.values(this.reads).reduce((sum, reads) => sum + reads.queued, 0),
      queuedWrites: this.writes.queued,
    });
  }

  /** Take no more commands, wait for the answers that are due, close every socket. Every promise settles. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close(): Promise<void> {
    this.writes.close();
    for (const reads of Object.values(this.reads)) reads.close();
    this.fresh.close();
    await Promise.all([this.leases.close(), this.fleet.close()]);
    await Promise.all([...this.#fences.values()].map((fence) => fence.close()));
  }

  #learn(node: Node, report: Report): void {
    const change = this.history.learn(node.role, report);
    if (change?.kind === 'forked') {
      this.counters.failovers++;
      this.#events.emit('failover', { to: node.status(), forkOffset: change.forkOffset });
    } else if (change?.kind === 'unknown') {
      this.counters.lineageResets++;
      this.#events.emit('lineageReset', { to: node.status() });
    }
  }

  #refresh(): void {
    for (const reads of Object.values(this.reads)) reads.refresh();
    this.writes.refresh();
    for (const node of new Set([...this.#announced.keys(), ...this.fleet.nodes])) this.#announce(node);
  }

  #announce(node: Node): void {
    const status = node.status();
    const ready = status.ready && this.fleet.nodes.includes(node);
    const before = this.#announced.get(node) ?? false;
    if (this.fleet.nodes.includes(node)) this.#announced.set(node, ready);
    else this.#announced.delete(node);
    if (ready !== before) this.#events.emit(ready ? 'nodeUp' : 'nodeDown', status);
  }
}
