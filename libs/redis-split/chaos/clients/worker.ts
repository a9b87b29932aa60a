import { setTimeout as delay } from 'node:timers/promises';
import type { SplitClient } from '../../src/index.ts';
import type { Recorder } from '../history/recorder.ts';
import { flowsOf, type Flow, type ReadStep, type Step, type WriteStep } from '../plan/flow.ts';
import { Random } from '../random.ts';
import type { Board } from './board.ts';
import type { Pace } from './pace.ts';
import { recordedRead, recordedWrite, type Place, type SentToken } from './recorded.ts';

/** What all workers share. */
export interface Workshop {
  readonly recorder: Recorder;
  readonly board: Board;
  readonly pace: Pace;
}

/** The session that a flow runs in, if it does. */
type Surroundings = Place & {
  readonly object?: { token(): Promise<string | undefined>; observe(token: string): void };
};

/** One flow of work after the other, on one client. */
export class Worker {
  readonly #client: SplitClient;
  readonly #clientNumber: number;
  readonly #shop: Workshop;
  readonly #random: Random;
  readonly #flows: Iterator<Flow, never>;
  #ownKey: string | undefined;

  constructor(client: SplitClient, clientNumber: number, seed: number, worker: number, shop: Workshop) {
    this.#client = client;
    this.#clientNumber = clientNumber;
    this.#shop = shop;
    this.#random = new Random(seed, 'choices of worker', worker);
    this.#flows = flowsOf(seed, worker);
  }

  async work(): Promise<void> {
    while (!this.#shop.pace.isOver) {
      await this.#shop.pace.wait();
      const flow = this.#flows.next().value;
      await this.#run(flow);
      if (flow.restMs > 0) await delay(flow.restMs);
    }
  }

  async #run(flow: Flow): Promise<void> {
    const { recorder, board } = this.#shop;
    const [client, commands] = [this.#clientNumber, this.#client];
    this.#ownKey = undefined;
    if (flow.style === 'none') return this.#steps(flow, { client, commands });
    const from = flow.goesOn ? board.tokenLeft(this.#random.next()) : undefined;
    const session = recorder.next();
    recorder.add({ kind: 'session', session, client, ...(from && { from: from.token }), sent: session });
    if (flow.style === 'object') {
      const object = commands.session(from?.text);
      return this.#steps(flow, { client, commands: object, session, object });
    }
    await commands.inSession((object) => this.#steps(flow, { client, commands, session, object }), from?.text);
  }

  async #steps(flow: Flow, place: Surroundings): Promise<void> {
    for (const step of flow.steps) {
      if (!this.#shop.pace.begin()) return;
      await this.#step(step, place);
    }
    if (flow.handsOver) await this.#handOver(place);
  }

  async #step(step: Step, place: Surroundings): Promise<void> {
    switch (step.do) {
      case 'write':
        return this.#write(step, place);
      case 'read':
        return this.#read(step, place);
      case 'observe':
        return this.#observe(place);
      case 'write, then read at once': {
        // Not awaited in between: the order of sending is enough.
        const writing = this.#write({ do: 'write', how: 'plain', where: this.#random.next() }, place);
        await Promise.all([writing, this.#read(OWN_KEY, place)]);
      }
    }
  }

  #write({ how, where }: WriteStep, place: Place): Promise<void> {
    const written = this.#shop.board.next(where);
    this.#ownKey = written.key;
    return recordedWrite(this.#shop.recorder, place, how, written);
  }

  #read(step: ReadStep, place: Place): Promise<void> {
    const { recorder, board } = this.#shop;
    const key = step.where === 'own' ? (this.#ownKey ?? board.key(this.#random.next())) : board.key(step.where);
    return recordedRead(recorder, place, step, key, this.#tokenFor(step, place));
  }

  #tokenFor({ after }: ReadStep, { commands }: Place): SentToken | undefined {
    if (after === 'nothing' || !('read' in commands)) return undefined;
    const left = this.#shop.board.tokenLeft(this.#random.next());
    return left && after === 'forged token' ? { text: left.text.replace(/\d+$/, farther) } : left;
  }

  #observe({ session, object }: Surroundings): void {
    const { recorder, board } = this.#shop;
    const left = board.tokenLeft(this.#random.next());
    if (!left || session === undefined) return;
    recorder.add({ kind: 'observe', token: left.token, session, sent: recorder.next() });
    object?.observe(left.text);
  }

  async #handOver({ session, object }: Surroundings): Promise<void> {
    if (session === undefined || !object) return;
    const { recorder, board } = this.#shop;
    const sent = recorder.next();
    // Rejected when nobody can tell up to where: then there is nothing to hand over.
    const text = await object.token().catch(() => undefined);
    if (text === undefined) return;
    recorder.add({ kind: 'token', token: sent, session, text, sent });
    board.leave(sent, text);
  }
}

const OWN_KEY: ReadStep = {
  ...{ do: 'read', where: 'own', mode: 'verified', from: 'preferReplica', onStale: 'primary', after: 'nothing' },
};

/** Further than a run can get, in bytes. */
const farther = (offset: string): string => `${BigInt(offset) + 10n ** 12n}`;
