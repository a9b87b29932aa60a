import { LostWriteError, RedisSplitError } from '../errors.ts';
import type { Demand } from '../freshness/demand.ts';
import type { Answer, Read } from '../freshness/answer.ts';
import type { FreshReads } from '../freshness/fresh-reads.ts';
import type { History } from '../freshness/history.ts';
import type { Node } from '../node/node.ts';
import { merge, type Position } from '../token/position.ts';
import { formatToken, parseToken, type Token } from '../token/token.ts';

/** Up to where one session has written and seen. Asks the primary only once there is something to learn. */
export class SessionState {
  readonly #history: History;
  #seen: readonly Position[] = [];
  readonly #capturing = new Set<Promise<void>>();
  /** Set while the place of some write is not known; holds the one history that all such went to, if that is known. */
  #uncaptured: { readonly replid: string | undefined } | undefined;

  constructor(history: History) {
    this.#history = history;
  }

  /** @throws RedisSplitError `REDIS_SPLIT_TOKEN_INVALID` */
  observe(token: string): void {
    this.#see(...parseToken(token));
  }

  /**
   * Learn up to where the commands that have been sent to the primary reach.
   *
   * @param replied when that can only be asked after their reply
   */
  track(primary: Node, replied?: Promise<unknown>): void {
    const replid = primary.info?.position?.replid;
    const asked = replied ? replied.then(...same(() => primary.positionAfter())) : primary.positionAfter();
    const captured = asked.then((position) => {
      this.#capturing.delete(captured);
      if (position) this.#see(position);
      else this.#missed(replid);
    });
    this.#capturing.add(captured);
  }

  /** A write is yet to be sent: whatever comes after it in this session waits for that. */
  waitFor(sent: Promise<unknown>): void {
    const over: Promise<void> = sent.then(...same(() => void this.#capturing.delete(over)));
    this.#capturing.add(over);
  }

  /** Read what contains all that this session wrote and saw. */
  async read(fresh: FreshReads, read: Omit<Read, 'needs'>): Promise<Answer> {
    await this.#captured();
    const uncaptured = this.#uncaptured;
    const demand: Demand = uncaptured ? { ...read.demand, from: 'primary' } : read.demand;
    const seen = this.#seen;
    try {
      // Its own first: when both are lost, it is the session that is told.
      const answer = await fresh.read({ ...read, demand, needs: [...seen, ...demand.after] });
      return this.#learnFrom(answer, uncaptured);
    } catch (error) {
      // It is reported by that; what comes after must not fail for it again.
      if (error instanceof LostWriteError) this.#forgetLost(seen);
      throw error;
    }
  }

  /** `undefined` when nothing was written or seen. */
  async token(primary: Node | undefined): Promise<Token | undefined> {
    await this.#captured();
    if (this.#uncaptured) this.#recapture(await primary?.positionAfter());
    const [first, ...rest] = this.#seen;
    return first && formatToken([first, ...rest]);
  }

  async #captured(): Promise<void> {
    // What is sent at last is captured after that.
    while (this.#capturing.size > 0) await Promise.all(this.#capturing);
  }

  /** Writes of two histories have no place in common: then nobody can make up for what was missed. */
  #missed(replid: string | undefined): void {
    const isSame = !this.#uncaptured || this.#uncaptured.replid === replid;
    this.#uncaptured = { replid: isSame ? replid : undefined };
  }

  /** Offsets only grow, so a later place in the same history contains the writes whose own place is not known. */
  #recapture(position: Position | undefined): void {
    if (!position || position.replid !== this.#uncaptured?.replid) {
      throw new RedisSplitError(
        'REDIS_SPLIT_AMBIGUOUS_WRITE',
        'The connection to the primary failed right after a write of this session: nobody knows whether the primary still has it',
      );
    }
    this.#uncaptured = undefined;
    this.#see(position);
  }

  #learnFrom(answer: Answer, uncaptured: { readonly replid: string | undefined } | undefined): Answer {
    const { position, unknown = [] } = answer;
    // Told once. From here on the session goes on from what the primary has.
    this.#seen = this.#seen.filter((seen) => !unknown.includes(seen));
    if (position) this.#see(position);
    if (!uncaptured || this.#uncaptured !== uncaptured) return answer;
    this.#uncaptured = undefined;
    return position?.replid === uncaptured.replid ? answer : { ...answer, outcome: 'unknown', unknown };
  }

  #see(...positions: readonly Position[]): void {
    this.#seen = merge(...[...this.#seen, ...positions].map((position) => this.#inCurrentHistory(position)));
  }

  #inCurrentHistory(position: Position): Position {
    const fate = this.#history.fateOf(position);
    return fate.kind === 'kept' ? fate.position : position;
  }

  /** @param reported not what the session did while the read was under way */
  #forgetLost(reported: readonly Position[]): void {
    const isLost = (position: Position) => this.#history.fateOf(position).kind === 'lost';
    this.#seen = this.#seen.filter((position) => !(reported.includes(position) && isLost(position)));
  }
}

const same = <T>(run: () => T): [() => T, () => T] => [run, run];
