/**
 * What happened in a run, as one observer saw it, with the clock of one process. `sent` and `ended` number all sendings and
 * answers in the order in which they were observed, so they are unique; times are milliseconds of the monotonic clock.
 */
export type History = readonly Entry[];

export type Entry = SessionOpened | TokenTaken | TokenObserved | Write | Read | FailedRead | Fault | Audit;

interface Operation {
  readonly sent: number;
  readonly sentAtMs: number;
  readonly ended: number;
  readonly endedAtMs: number;
}

export interface SessionOpened {
  readonly kind: 'session';
  readonly session: number;
  /** Which client, and so in which "process" it lives. */
  readonly client: number;
  /** Goes on from this token. */
  readonly from?: number;
  readonly sent: number;
}

/** `session.token()`, answered. */
export interface TokenTaken {
  readonly kind: 'token';
  readonly token: number;
  readonly session: number;
  readonly text: string;
  readonly sent: number;
}

/** `session.observe(token)` */
export interface TokenObserved {
  readonly kind: 'observe';
  readonly token: number;
  readonly session: number;
  readonly sent: number;
}

/** Append a value to the list of a key. Every value is appended by one write only, so a list tells which writes it contains. */
export interface Write extends Operation {
  readonly kind: 'write';
  readonly key: string;
  readonly value: number;
  readonly client: number;
  /** That must see it from now on. */
  readonly session?: number;
  /**
   * - `acknowledged`: the primary answered that it was done.
   * - `ambiguous`: it may be done, now, later or never.
   * - `refused`: it was not executed, and never will be.
   */
  readonly fate: 'acknowledged' | 'ambiguous' | 'refused';
  /** Every other server has confirmed it. */
  readonly durable: boolean;
  readonly code?: string;
}

/** Read a whole list. */
interface Reading extends Operation {
  readonly key: string;
  readonly client: number;
  /** That it belongs to. */
  readonly session?: number;
  /** That it was sent with. */
  readonly after?: number;
  /** It was sent with a token of a place that nobody has reached. */
  readonly forged?: boolean;
  readonly mode: 'eventual' | 'sampled' | 'verified';
}

export interface Read extends Reading {
  readonly kind: 'read';
  readonly values: readonly number[];
  readonly outcome: 'replica' | 'primary' | 'fallback' | 'stale' | 'unknown';
  /** `null` when nothing was claimed, since JSON has no infinity. */
  readonly stalenessMs: number | null;
  /** When the client itself looked at the clock for that. */
  readonly judgedAtMs: number;
  readonly node: string;
}

export interface FailedRead extends Reading {
  readonly kind: 'failed read';
  readonly code: string;
}

export interface Fault {
  readonly kind: 'fault';
  readonly name: string;
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** The primary's history went on in another one: writes may be lost, and what clients knew of it is out of date. */
  readonly changesHistory: boolean;
  /** A replica went back to older data of the same history. */
  readonly setsBack: boolean;
  /** The primary came back without its data: durable writes too may be lost. */
  readonly losesData: boolean;
}

/** All that the primary had once a fault was over, or at the end. */
export interface Audit {
  readonly kind: 'audit';
  readonly startedAtMs: number;
  readonly endedAtMs: number;
  /** When the fault began. */
  readonly sinceMs: number;
  readonly values: readonly number[];
}

/** Something that must not happen. */
export interface Violation {
  readonly rule: string;
  readonly what: string;
  readonly entry: Entry;
}

export const ofKind = <K extends Entry['kind']>(history: History, kind: K): Extract<Entry, { kind: K }>[] =>
  history.filter((entry): entry is Extract<Entry, { kind: K }> => entry.kind === kind);
