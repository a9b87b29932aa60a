import { performance } from 'node:perf_hooks';
import { setTimeout as delay } from 'node:timers/promises';
import { withDeadline } from '../deadline.ts';
import { StaleError } from '../errors.ts';
import type { Bracketed, Node } from '../node/node.ts';
import type { Position } from '../token/position.ts';
import type { Demand } from './demand.ts';
import type { History } from './history.ts';
import { stalenessWhenMet, unknownToPrimary } from './judge.ts';

/**
 * - `replica`: a replica met the demand.
 * - `primary`: the primary was asked for, or it was its turn.
 * - `fallback`: no replica met the demand, so the primary answered.
 * - `stale`: no replica met the demand, and `onStale: 'serve'` allowed to answer all the same.
 * - `unknown`: the primary answered, and nobody knows whether it still has what the token stands for: it was restarted
 *   without its history.
 */
export type Outcome = 'replica' | 'primary' | 'fallback' | 'stale' | 'unknown';

export interface Answer {
  readonly value: unknown;
  readonly node: ReadableNode;
  readonly outcome: Outcome;
  /** Every write older than this, in milliseconds, is in the answer; `Infinity` when nothing is proved. */
  readonly stalenessMs: number;
  /** The answer shows no write after this place; absent when it was not asked for. */
  readonly position?: Position;
  /** What nobody knows the fate of. */
  readonly unknown?: readonly Position[];
}

/** What reads need of a node. */
export type ReadableNode = Pick<
  Node,
  | 'role'
  | 'standing'
  | 'wasInSync'
  | 'info'
  | 'send'
  | 'bracket'
  | 'noteFailure'
  | 'probe'
  | 'watch'
  | 'status'
  | 'describe'
>;

/** One read. */
export interface Read {
  readonly method: string;
  readonly args: unknown[];
  readonly demand: Demand;
  readonly needs: readonly Position[];
}

/** How often replicas are asked whether they have caught up, in milliseconds. */
const CATCH_UP_MS = 5;
/** More do not wait but ask the primary at once, so that a stalled replica cannot pile them up. */
const MOST_WAITING = 256;
/** The nodes are told this often that somebody reads by age, in milliseconds. */
const WATCH_EVERY_MS = 1000;

/** Reads whose answers prove how fresh they are. */
export class FreshReads {
  readonly #nodes: readonly ReadableNode[];
  readonly #replicas: readonly ReadableNode[];
  readonly #history: History;
  readonly #deadlineMs: number;
  #turn = 0;
  #waiting = 0;
  #watchAtMs = 0;

  /** @param deadlineMs of a read, over all attempts */
  constructor(nodes: readonly ReadableNode[], history: History, deadlineMs: number) {
    this.#nodes = nodes;
    this.#replicas = nodes.filter(({ role }) => role === 'replica');
    this.#history = history;
    this.#deadlineMs = deadlineMs;
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
    const first = this.#next(read);
    const answer = first && (await this.#try(first, read));
    if (answer) return answer;
    const leftMs = Math.max(0, startedAtMs + this.#deadlineMs - performance.now());
    return withDeadline(this.#readOn(read, first), leftMs, () => this.#stale('in time'));
  }

  async #readOn(read: Read, tried: ReadableNode | undefined): Promise<Answer> {
    const second = this.#next(read, tried);
    const answer = second && (await this.#try(second, read));
    if (answer) return answer;
    const { from, onStale } = read.demand;
    if (from !== 'primary' && onStale === 'fail') throw this.#stale('by any replica');
    if (from !== 'primary' && onStale === 'wait') {
      const late = await this.#waitForReplica(read);
      if (late) return late;
    }
    if (from !== 'primary' && onStale === 'serve') {
      const flagged = await this.#serve(read);
      if (flagged || from === 'replica') return flagged ?? Promise.reject(this.#stale('by any replica'));
    }
    return this.#fromPrimary(read, from === 'primary' ? 'primary' : 'fallback');
  }

  #try(node: ReadableNode, read: Read): Promise<Answer | undefined> {
    if (node.role === 'primary') return this.#fromPrimary(read, 'primary');
    return read.demand.mode === 'sampled' ? this.#trySampled(node, read) : this.#tryVerified(node, read);
  }

  /** The answer lies between two reports of one history: the first is what it contains, the second what it can show. */
  async #tryVerified(node: ReadableNode, { method, args, demand, needs }: Read): Promise<Answer | undefined> {
    let bracketed: Bracketed;
    try {
      bracketed = await node.bracket(method, args);
    } catch {
      // The node has noted it; another one may do better.
      return undefined;
    }
    if (!isOfOneHistory(bracketed, 'replica')) return undefined;
    const { answer, before, after } = bracketed;
    const stalenessMs = stalenessWhenMet(this.#history, before.info.position, demand, needs, performance.now());
    if (stalenessMs === undefined) return undefined;
    return { value: unwrap(answer), node, outcome: 'replica', stalenessMs, position: after.info.position };
  }

  async #trySampled(node: ReadableNode, { method, args, demand, needs }: Read): Promise<Answer | undefined> {
    const sampled = node.info?.position;
    const [answer] = await Promise.allSettled([node.send(method, args)]);
    if (answer.status === 'rejected' && node.noteFailure(answer.reason) !== 'answered') return undefined;
    const stalenessMs = stalenessWhenMet(this.#history, sampled, demand, needs, performance.now());
    return stalenessMs === undefined ? undefined : { value: unwrap(answer), node, outcome: 'replica', stalenessMs };
  }

  async #fromPrimary({ method, args, needs }: Read, outcome: Outcome): Promise<Answer> {
    const node = this.#nodes.find(({ role }) => role === 'primary');
    if (node?.standing !== 'fit') throw this.#stale('and there is no primary');
    const sentAtMs = performance.now();
    const bracketed = await node.bracket(method, args).catch((cause: unknown) => {
      throw this.#stale('and the primary did not answer', cause);
    });
    const reached = bracketed.after.info.position;
    if (!reached || !isOfOneHistory(bracketed, 'primary')) throw this.#stale('and the primary has just changed');
    const unknown = unknownToPrimary(this.#history, reached, needs);
    return {
      value: unwrap(bracketed.answer),
      node,
      outcome: unknown.length > 0 ? 'unknown' : outcome,
      stalenessMs: performance.now() - sentAtMs,
      position: reached,
      ...(unknown.length > 0 && { unknown }),
    };
  }

  async #waitForReplica(read: Read): Promise<Answer | undefined> {
    if (this.#waiting >= MOST_WAITING) return undefined;
    const untilMs = performance.now() + read.demand.waitMs;
    this.#waiting++;
    try {
      for (let leftMs = read.demand.waitMs; leftMs > 0; leftMs = untilMs - performance.now()) {
        for (const node of this.#replicas) void node.probe();
        await delay(Math.min(CATCH_UP_MS, leftMs));
        const caughtUp = this.#nodes.find(
          (node) => node.role === 'replica' && mayServe(node) && this.#seemsFit(node, read),
        );
        const answer = caughtUp && (await this.#try(caughtUp, read));
        if (answer) return answer;
      }
    } finally {
      this.#waiting--;
    }
    return undefined;
  }

  async #serve(read: Read): Promise<Answer | undefined> {
    const [freshest] = this.#replicas
      .filter((node) => node.standing !== 'unfit')
      .sort((a, b) => this.#sampledStalenessMs(a) - this.#sampledStalenessMs(b) || 0);
    const bracketed = await freshest?.bracket(read.method, read.args).catch(() => undefined);
    if (!freshest || !bracketed) return undefined;
    const { answer, before, after } = bracketed;
    const proved = isOfOneHistory(bracketed, 'replica') && freshest.wasInSync ? before.info.position : undefined;
    return {
      value: unwrap(answer),
      node: freshest,
      outcome: 'stale',
      stalenessMs: proved ? this.#history.stalenessMs(proved, performance.now()) : Infinity,
      ...(proved && { position: after.info.position }),
    };
  }

  /** In turn; one that seems fit, if there is one, else, when it will be asked itself, any that may have become so. */
  #next(read: Read, tried?: ReadableNode): ReadableNode | undefined {
    const nodes = read.demand.from === 'any' ? this.#nodes : this.#replicas;
    const turn = this.#turn++;
    let allowed: ReadableNode | undefined;
    for (let i = 0; i < nodes.length; i++) {
      const node = nodes[(turn + i) % nodes.length];
      if (!node || node === tried || !isAllowed(node, read.demand)) continue;
      if (node.role === 'primary' || this.#seemsFit(node, read)) return node;
      if (read.demand.mode !== 'sampled') allowed ??= node;
    }
    return allowed;
  }

  #seemsFit(node: ReadableNode, { demand, needs }: Read): boolean {
    return stalenessWhenMet(this.#history, node.info?.position, demand, needs, performance.now()) !== undefined;
  }

  #sampledStalenessMs({ info, wasInSync }: ReadableNode): number {
    return info?.position && wasInSync ? this.#history.stalenessMs(info.position, performance.now()) : Infinity;
  }

  #watch(nowMs: number): void {
    if (nowMs < this.#watchAtMs) return;
    this.#watchAtMs = nowMs + WATCH_EVERY_MS;
    for (const node of this.#nodes) node.watch();
  }

  #stale(why: string, cause?: unknown): StaleError {
    const nodes = this.#nodes.map((node) => node.describe()).join('; ');
    return new StaleError(
      `The read could not be proved as fresh as asked for ${why}: ${nodes}`,
      Math.min(...this.#replicas.map((node) => this.#sampledStalenessMs(node))),
      { cause },
    );
  }
}

const isAllowed = (node: ReadableNode, { from }: Demand): boolean =>
  node.role === 'replica' ? from !== 'primary' && mayServe(node) : from === 'any' && node.standing === 'fit';

const mayServe = (node: ReadableNode): boolean => node.standing !== 'unfit' && node.wasInSync;

const isOfOneHistory = ({ before, after }: Bracketed, role: Node['role']): boolean =>
  before.info.role === role &&
  after.info.role === role &&
  before.epoch === after.epoch &&
  before.info.position !== undefined &&
  before.info.position.replid === after.info.position?.replid;

function unwrap(answer: PromiseSettledResult<unknown>): unknown {
  if (answer.status === 'rejected') throw answer.reason;
  return answer.value;
}
