import type { Audit, Entry, FailedRead, Fault, History, Read, Write } from './history.ts';

type Some<T> = Partial<T>;

/** Tells a history for a test, one event each millisecond unless told otherwise. */
export class Story {
  readonly history: Entry[] = [];
  #order = 0;
  #nowMs = 0;

  get nowMs(): number {
    return this.#nowMs;
  }

  wait(ms: number): this {
    this.#nowMs += ms;
    return this;
  }

  session(session: number, from?: number): this {
    return this.#add({ kind: 'session', session, client: 0, ...(from !== undefined && { from }), sent: this.#next() });
  }

  token(token: number, session: number): this {
    return this.#add({ kind: 'token', token, session, text: `v1.${token}`, sent: this.#next() });
  }

  observe(token: number, session: number): this {
    return this.#add({ kind: 'observe', token, session, sent: this.#next() });
  }

  write(value: number, some: Some<Write> = {}): this {
    const write = { kind: 'write', key: 'k', value, client: 0, fate: 'acknowledged', durable: false } as const;
    return this.#add({ ...write, ...this.#operation(), ...some });
  }

  read(values: readonly number[], some: Some<Read> = {}): this {
    const operation = this.#operation();
    const read = { kind: 'read', key: 'k', client: 0, mode: 'verified', outcome: 'replica', node: 'a' } as const;
    return this.#add({ ...read, ...operation, values, stalenessMs: null, judgedAtMs: operation.endedAtMs, ...some });
  }

  failedRead(code: string, some: Some<FailedRead> = {}): this {
    const read = { kind: 'failed read', key: 'k', client: 0, mode: 'verified' } as const;
    return this.#add({ ...read, ...this.#operation(), code, ...some });
  }

  /** A change of history, with all that the primary has after it. */
  failover(values: readonly number[], some: Some<Fault> = {}): this {
    const fault: Fault = {
      kind: 'fault',
      name: 'failover',
      startedAtMs: this.#nowMs,
      endedAtMs: this.#nowMs + 1,
      changesHistory: true,
      setsBack: false,
      losesData: false,
      ...some,
    };
    this.wait(1);
    this.#add(fault);
    return this.audit(values, fault.startedAtMs);
  }

  audit(values: readonly number[], sinceMs: number): this {
    const audit: Audit = { kind: 'audit', startedAtMs: this.#nowMs, endedAtMs: this.#nowMs + 1, sinceMs, values };
    this.wait(1);
    return this.#add(audit);
  }

  #operation() {
    const sentAtMs = this.#nowMs;
    this.wait(1);
    return { sent: this.#next(), sentAtMs, ended: this.#next(), endedAtMs: this.#nowMs };
  }

  #next(): number {
    return this.#order++;
  }

  #add(entry: Entry): this {
    this.history.push(entry);
    this.wait(1);
    return this;
  }
}

export const story = (): Story => new Story();

/** The rules that a check says are broken. */
export const rulesBroken = (check: (history: History) => { rule: string }[], { history }: Story): string[] =>
  check(history).map(({ rule }) => rule);
