import { setMaxListeners } from 'node:events';
import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import type { Balancer } from '../balancing/balancer.ts';
import type { Hedging } from '../balancing/hedging.ts';
import { withDeadline } from '../deadline.ts';
import { StaleError } from '../errors.ts';
import type { Node } from '../node/node.ts';
import type { Nodes } from '../topology/fleet.ts';
import type { Answer, Read } from './answer.ts';
import { Attempts, type Attempted, type Refusal } from './attempts.ts';
import type { Demand } from './demand.ts';
import type { History } from './history.ts';
import { judge } from './judge.ts';

/** What reads need of a node. */
export type ReadableNode = Attempted & Pick<Node, 'probe' | 'label' | 'address' | 'server'>;

export interface FreshReadsSettings {
  readonly fleet: Nodes<ReadableNode> & { watch(): void };
  readonly history: History;
  readonly balancer: Balancer;
  readonly hedging: Hedging;
  /** Of a read, over all attempts, in milliseconds. */
  readonly deadlineMs: number;
  /** Told why an answer of a replica was not taken. */
  readonly onRefusal: (refusal: Refusal) => void;
}

/** How often replicas are asked whether they have caught up, in milliseconds. */
const CATCH_UP_MS = 5;
/** More do not wait but ask the primary at once, so that a stalled replica cannot pile them up. */
const MOST_WAITING = 256;
/** The nodes are told this often that somebody reads by age, in milliseconds. */
const WATCH_EVERY_MS = 1000;

/** Reads whose answers prove how fresh they are: which node is tried, and what is done when none meets the demand. */
export class FreshReads {
  readonly #settings: FreshReadsSettings;
  readonly #attempts: Attempts;
  readonly #closing = new AbortController();
  #waiting = 0;
  #watchAtMs = 0;

  constructor(settings: FreshReadsSettings) {
    this.#settings = settings;
    // One for each that waits.
    setMaxListeners(MOST_WAITING, this.#closing.signal);
    this.#attempts = new Attempts(settings.history, settings.onRefusal, (why, cause) => this.#stale(why, cause));
  }

  /** How many wait for a replica to catch up. */
  get waiting(): number {
    return this.#waiting;
  }

  /**
   * A replica that seems fit, another one, then what `onStale` says.
   *
   * @throws StaleError
   * @throws LostWriteError
   * @throws RedisSplitError `REDIS_SPLIT_TOKEN_INVALID` when a need is ahead of the primary
   */
  async read(read: Read): Promise<Answer> {
    const startedAtMs = performance.now();
    this.#watch(startedAtMs);
    const first = this.#next(read, startedAtMs);
    const answer = first && (await (read.demand.hedge ? this.#hedge(first, read) : this.#try(first, read)));
    if (answer) return answer;
    const leftMs = Math.max(0, startedAtMs + this.#settings.deadlineMs - performance.now());
    return withDeadline(this.#readOn(read, first), leftMs, () => this.#stale('in time'));
  }

  /** Whoever waits for a replica to catch up asks the primary now. */
  close(): void {
    this.#closing.abort();
  }

  async #readOn(read: Read, tried: ReadableNode | undefined): Promise<Answer> {
    const second = this.#next(read, performance.now(), tried);
    const answer = second && (await this.#try(second, read));
    if (answer) return answer;
    const { from, onStale } = read.demand;
    if (from !== 'primary' && onStale === 'fail') throw this.#stale('by any replica');
    if (from !== 'primary' && onStale === 'wait') {
      const late = await this.#waitForReplica(read);
      if (late) return late;
    }
    if (from !== 'primary' && onStale === 'serve') {
      const freshest = this.#freshest();
      const flagged = freshest && (await this.#attempts.unproved(freshest, read));
      if (flagged || from === 'replica') return flagged ?? Promise.reject(this.#stale('by any replica'));
    }
    const { primary } = this.#settings.fleet;
    if (primary?.standing !== 'fit') throw this.#stale('and there is no primary');
    return this.#attempts.onPrimary(primary, read, from === 'primary' ? 'primary' : 'fallback');
  }

  #try(node: ReadableNode, read: Read): Promise<Answer | undefined> {
    return node.role === 'primary'
      ? this.#attempts.onPrimary(node, read, 'primary')
      : this.#attempts.onReplica(node, read);
  }

  #hedge(first: ReadableNode, read: Read): Promise<Answer | undefined> {
    const again = () => {
      const second = this.#next(read, performance.now(), first);
      return second && this.#try(second, read);
    };
    return this.#settings.hedging.run(read.command, () => this.#try(first, read), again, Boolean);
  }

  async #waitForReplica(read: Read): Promise<Answer | undefined> {
    const { signal } = this.#closing;
    if (this.#waiting >= MOST_WAITING) return undefined;
    const untilMs = performance.now() + read.demand.waitMs;
    this.#waiting++;
    try {
      for (let leftMs = read.demand.waitMs; leftMs > 0 && !signal.aborted; leftMs = untilMs - performance.now()) {
        // Whoever waits shares them.
        for (const node of this.#replicas()) void node.probe();
        await delay(Math.min(CATCH_UP_MS, leftMs), undefined, { signal }).catch(() => undefined);
        const nowMs = performance.now();
        const caughtUp = this.#replicas().find((node) => mayServe(node) && this.#seemsFit(node, read, nowMs));
        const answer = caughtUp && (await this.#try(caughtUp, read));
        if (answer) return answer;
      }
    } finally {
      this.#waiting--;
    }
    return undefined;
  }

  /** One that seems fit, if there is one, else, when it will be asked itself, any that may have become so. */
  #next(read: Read, nowMs: number, tried?: ReadableNode): ReadableNode | undefined {
    const { fleet, balancer } = this.#settings;
    const allowed = fleet.nodes.filter((node) => node !== tried && isAllowed(node, read.demand));
    const fit = allowed.filter((node) => node.role === 'primary' || this.#seemsFit(node, read, nowMs));
    return balancer.pick(balancer.tiers(fit.length > 0 || read.demand.mode === 'sampled' ? fit : allowed), nowMs);
  }

  #seemsFit({ info }: ReadableNode, { demand, needs }: Read, nowMs: number): boolean {
    return typeof judge(this.#settings.history, info?.position, demand, needs, nowMs) === 'number';
  }

  #freshest(): ReadableNode | undefined {
    const nowMs = performance.now();
    const [freshest] = this.#replicas()
      .filter((node) => node.standing !== 'unfit')
      .sort((a, b) => this.#stalenessMs(a, nowMs) - this.#stalenessMs(b, nowMs) || 0);
    return freshest;
  }

  /** By what it said last. */
  #stalenessMs({ info, wasInSync }: ReadableNode, nowMs: number): number {
    return info?.position && wasInSync ? this.#settings.history.stalenessMs(info.position, nowMs) : Infinity;
  }

  #replicas(): readonly ReadableNode[] {
    return this.#settings.fleet.nodes.filter(({ role }) => role === 'replica');
  }

  #watch(nowMs: number): void {
    if (nowMs < this.#watchAtMs) return;
    this.#watchAtMs = nowMs + WATCH_EVERY_MS;
    this.#settings.fleet.watch();
  }

  #stale(why: string, cause?: unknown): StaleError {
    const nodes = this.#settings.fleet.nodes.map((node) => node.describe()).join('; ');
    const nowMs = performance.now();
    return new StaleError(
      `The read could not be proved as fresh as asked for ${why}: ${nodes}`,
      Math.min(...this.#replicas().map((node) => this.#stalenessMs(node, nowMs))),
      { cause },
    );
  }
}

const isAllowed = (node: ReadableNode, { from }: Demand): boolean =>
  node.role === 'replica' ? from !== 'primary' && mayServe(node) : from === 'any' && node.standing === 'fit';

const mayServe = (node: ReadableNode): boolean => node.standing !== 'unfit' && node.wasInSync;
