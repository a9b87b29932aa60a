import { performance } from 'node:perf_hooks';
import type { StaleError } from '../errors.ts';
import type { Node } from '../node/node.ts';
import type { Bracketed } from '../node/node-types.ts';
import type { Role } from '../node/role.ts';
import { satisfies } from '../token/position.ts';
import type { Answer, Outcome, Read } from './answer.ts';
import type { History } from './history.ts';
import { judge, unknownToPrimary, type Rejection } from './judge.ts';

/** What an attempt needs of a node. */
export type Attempted = Pick<
  Node,
  'role' | 'standing' | 'wasInSync' | 'info' | 'send' | 'bracket' | 'noteFailure' | 'status' | 'describe' | 'load'
>;

/** Why an answer was not taken; `failed`: there was none. */
export type Refusal = Rejection | 'failed';

/** Single attempts at reads whose answers prove how fresh they are. */
export class Attempts {
  readonly #history: History;
  readonly #onRefusal: (refusal: Refusal) => void;
  readonly #stale: (why: string, cause?: unknown) => StaleError;

  /**
   * @param onRefusal told why an answer of a replica was not taken
   * @param stale what a read rejects with that nobody may answer
   */
  constructor(
    history: History,
    onRefusal: (refusal: Refusal) => void,
    stale: (why: string, cause?: unknown) => StaleError,
  ) {
    this.#history = history;
    this.#onRefusal = onRefusal;
    this.#stale = stale;
  }

  /** `undefined` when the replica does not meet the demand. */
  onReplica(node: Attempted, read: Read): Promise<Answer | undefined> {
    return read.demand.mode === 'sampled' ? this.#sampled(node, read) : this.#verified(node, read);
  }

  /**
   * @throws StaleError
   * @throws LostWriteError
   * @throws RedisSplitError `REDIS_SPLIT_TOKEN_INVALID` when a need is ahead of the primary
   */
  async onPrimary(node: Attempted, read: Read, outcome: Outcome): Promise<Answer> {
    const sentAtMs = performance.now();
    const bracketed = await this.#bracket(node, read).catch((cause: unknown) => {
      throw this.#stale('and the primary did not answer', cause);
    });
    const reached = bracketed.after.info.position;
    // The history may have gone on since: then what became of the needs is known of another one than the answer's.
    const isCurrent = reached?.replid === this.#history.current && isOfOneHistory(bracketed, 'primary');
    if (!reached || !isCurrent) throw this.#stale('and the primary has just changed');
    const unknown = unknownToPrimary(this.#history, reached, read.needs);
    const nowMs = performance.now();
    return {
      value: unwrap(bracketed.answer),
      node,
      outcome: unknown.length > 0 ? 'unknown' : outcome,
      stalenessMs: Math.max(nowMs - sentAtMs, this.#history.unconfirmedMs(nowMs)),
      position: reached,
      ...(unknown.length > 0 && { unknown }),
    };
  }

  /** Whatever the replica has, with what can be proved of it. `undefined` when it failed. */
  async unproved(node: Attempted, read: Read): Promise<Answer | undefined> {
    const bracketed = await this.#bracket(node, read).catch(() => undefined);
    if (!bracketed) return undefined;
    const { answer, before, after } = bracketed;
    const proved = isOfOneHistory(bracketed, 'replica') && node.wasInSync ? before.info.position : undefined;
    return {
      value: unwrap(answer),
      node,
      outcome: 'stale',
      stalenessMs: proved ? this.#history.stalenessMs(proved, performance.now()) : Infinity,
      ...(proved && { position: after.info.position }),
    };
  }

  /** The answer lies between two reports of one history: the first is what it contains, the second what it can show. */
  async #verified(node: Attempted, read: Read): Promise<Answer | undefined> {
    let bracketed: Bracketed;
    try {
      bracketed = await this.#bracket(node, read);
    } catch {
      // The node has noted it; another one may do better.
      return this.#refuse('failed');
    }
    if (!isOfOneHistory(bracketed, 'replica')) return this.#refuse('lineage');
    const { answer, before, after } = bracketed;
    const verdict = judge(this.#history, before.info.position, read.demand, read.needs, performance.now());
    if (typeof verdict === 'string') return this.#refuse(verdict);
    return { value: unwrap(answer), node, outcome: 'replica', stalenessMs: verdict, position: after.info.position };
  }

  async #sampled(node: Attempted, { method, args, demand, needs }: Read): Promise<Answer | undefined> {
    const sampled = node.info?.position;
    const stamp = node.load.begin(performance.now());
    const [answer] = await Promise.allSettled([node.send(method, args)]);
    const nowMs = performance.now();
    if (answer.status === 'rejected' && node.noteFailure(answer.reason) !== 'answered') {
      node.load.fail(stamp, nowMs);
      return this.#refuse('failed');
    }
    node.load.end(stamp, nowMs);
    const verdict = judge(this.#history, sampled, demand, needs, nowMs);
    if (typeof verdict === 'string') return this.#refuse(verdict);
    return { value: unwrap(answer), node, outcome: 'replica', stalenessMs: verdict };
  }

  async #bracket(node: Attempted, { method, args }: Read): Promise<Bracketed> {
    const stamp = node.load.begin(performance.now());
    try {
      const bracketed = await node.bracket(method, args);
      node.load.end(stamp, performance.now());
      return bracketed;
    } catch (error) {
      node.load.fail(stamp, performance.now());
      throw error;
    }
  }

  #refuse(refusal: Refusal): undefined {
    this.#onRefusal(refusal);
    return undefined;
  }
}

const isOfOneHistory = ({ before, after }: Bracketed, role: Role): boolean =>
  before.info.role === role &&
  after.info.role === role &&
  before.epoch === after.epoch &&
  before.info.position !== undefined &&
  after.info.position !== undefined &&
  // No less far than before: a replica that is led to another one that lags copies that one's older data.
  satisfies(after.info.position, before.info.position);

function unwrap(answer: PromiseSettledResult<unknown>): unknown {
  if (answer.status === 'rejected') throw answer.reason;
  return answer.value;
}
