import { setTimeout as delay } from 'node:timers/promises';
import type { SplitClient } from '../../src/index.ts';
import type { Recorder } from '../history/recorder.ts';
import { flowsOf, type Flow, type ReadStep, type Step, type WriteStep } from '../plan/flow.ts';
import { Random } from '../random.ts';
import type { Board } from './board.ts';
import { append, fateOf, readList, type Commands } from './operations.ts';
import type { Pace } from './pace.ts';
import { witnessed } from './witness.ts';

/** What all workers share. */
export interface Workshop {
  readonly recorder: Recorder;
  readonly board: Board;
  readonly pace: Pace;
}

/** Numbers of sessions and tokens, over all workers. */
let numbers = 0;

/** The session that a worker acts in. */
interface Place {
  readonly commands: Commands;
  readonly session?: number;
  readonly sessionObject?: { token(): Promise<string | undefined>; observe(token: string): void };
}

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
    this.#random = new Random(seed, 'tokens of worker', worker);
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
    this.#ownKey = undefined;
    if (flow.style === 'none') return this.#steps(flow, { commands: this.#client });
    const from = flow.goesOn ? board.tokenLeft(this.#random.next()) : undefined;
    const session = numbers++;
    const opened = { kind: 'session', session, client: this.#clientNumber } as const;
    recorder.add({ ...opened, ...(from && { from: from.token }), sent: recorder.next() });
    if (flow.style === 'object') {
      const sessionObject = this.#client.session(from?.text);
      return this.#steps(flow, { commands: sessionObject, session, sessionObject });
    }
    await this.#client.inSession(
      (sessionObject) => this.#steps(flow, { commands: this.#client, session, sessionObject }),
      from?.text,
    );
  }

  async #steps(flow: Flow, place: Place): Promise<void> {
    for (const step of flow.steps) {
      if (!this.#shop.pace.begin()) return;
      await this.#step(step, place);
    }
    if (flow.handsOver) await this.#handOver(place);
  }

  async #step(step: Step, place: Place): Promise<void> {
    switch (step.do) {
      case 'write':
        return this.#write(step, place);
      case 'read':
        return this.#read(step, place);
      case 'observe':
        return this.#observe(place);
      case 'write, then read at once':
        // Not awaited in between: the order of sending is enough.
        await Promise.all([
          this.#write({ do: 'write', how: 'plain', where: this.#random.next() }, place),
          this.#read(AT_ONCE, place),
        ]);
    }
  }

  async #write({ how, where }: WriteStep, { commands, session }: Place): Promise<void> {
    const { recorder, board } = this.#shop;
    const { key, value } = board.next(where);
    this.#ownKey = key;
    const end = recorder.begin();
    const [result] = await Promise.allSettled([append(commands, how, key, value)]);
    const { fate, code } = result.status === 'fulfilled' ? { fate: 'acknowledged' as const } : fateOf(result.reason);
    const durable = how === 'durable' && 'durable' in commands && result.status === 'fulfilled';
    recorder.add({
      ...{ kind: 'write', key, value, client: this.#clientNumber, fate, durable, ...end() },
      ...(session !== undefined && { session }),
      ...(code !== undefined && { code }),
    });
  }

  async #read(step: ReadStep, { commands, session }: Place): Promise<void> {
    const { recorder, board } = this.#shop;
    const key = step.where === 'own' ? (this.#ownKey ?? board.key(this.#random.next())) : board.key(step.where);
    const left = step.after !== 'nothing' && 'read' in commands ? board.tokenLeft(this.#random.next()) : undefined;
    const forged = step.after === 'forged token' && left !== undefined;
    const after = forged ? left.text.replace(/\d+$/, (offset) => `${BigInt(offset) + FAR_AHEAD}`) : left?.text;
    const end = recorder.begin();
    await witnessed(async (seen) => {
      const [result] = await Promise.allSettled([readList(commands, step, key, after)]);
      const { judgedAtMs, unknown } = seen;
      const reading = {
        ...{ key, client: this.#clientNumber, ...end() },
        mode: session === undefined && 'read' in commands ? step.mode : modeInSession(step, commands),
        ...(session !== undefined && { session }),
        ...(left && !forged && { after: left.token }),
        ...(forged && { forged }),
      } as const;
      if (result.status === 'rejected') {
        recorder.add({ kind: 'failed read', ...reading, code: fateOf(result.reason).code });
        return;
      }
      const { value, outcome, stalenessMs, node } = result.value;
      recorder.add({
        ...{ kind: 'read', ...reading, values: value.map(Number), judgedAtMs, node },
        outcome: unknown ? 'unknown' : outcome,
        stalenessMs: stalenessMs === Infinity ? null : stalenessMs,
      });
    });
  }

  #observe({ session, sessionObject }: Place): void {
    const { recorder, board } = this.#shop;
    const left = board.tokenLeft(this.#random.next());
    if (!left || session === undefined) return;
    recorder.add({ kind: 'observe', token: left.token, session, sent: recorder.next() });
    sessionObject?.observe(left.text);
  }

  async #handOver({ session, sessionObject }: Place): Promise<void> {
    if (session === undefined || !sessionObject) return;
    const { recorder, board } = this.#shop;
    const sent = recorder.next();
    // Rejected when nobody can tell up to where: then there is nothing to hand over.
    const text = await sessionObject.token().catch(() => undefined);
    if (text === undefined) return;
    const token = numbers++;
    recorder.add({ kind: 'token', token, session, text, sent });
    board.leave(token, text);
  }
}

/** A session cannot do without a check, and one of its own has the defaults of the client. */
const modeInSession = ({ mode }: ReadStep, commands: Commands) =>
  mode === 'sampled' && 'read' in commands ? 'sampled' : 'verified';

const AT_ONCE: ReadStep = {
  do: 'read',
  where: 'own',
  mode: 'verified',
  from: 'preferReplica',
  onStale: 'primary',
  after: 'nothing',
};

/** Further than a run can get, in bytes. */
const FAR_AHEAD = 10n ** 12n;
