import { story, type Story } from './story.ts';

/** One thing that happens to a primary with two replicas, or that a session does. Numbers choose among what there is. */
export type Event =
  | { readonly do: 'write'; readonly session: number; readonly key: number }
  | { readonly do: 'read'; readonly session: number; readonly key: number; readonly node: number }
  | { readonly do: 'hand over'; readonly session: number; readonly to: number }
  | { readonly do: 'replicate'; readonly node: number }
  | { readonly do: 'promote'; readonly node: number };

/** What a client may get wrong. */
export interface Client {
  /** It reads from a replica that has not got as far as the session. */
  readonly ignoresSession?: boolean;
  /** It forgets what its reads showed. */
  readonly forgetsReads?: boolean;
  /** A session that goes on from a token does not ask for what it stands for. */
  readonly ignoresTokens?: boolean;
  /** It says nothing of lost writes. */
  readonly hidesLosses?: boolean;
  /** The bound that it gives, in place of the right one. */
  readonly bound?: (rightMs: number) => number;
}

interface Written {
  readonly key: string;
  readonly value: number;
  /** When it was executed. */
  readonly atMs: number;
}

const SESSIONS = 3;

/** A small model of a cluster with a client that keeps its promises, except where it is told not to. */
export function historyOf(events: readonly Event[], client: Client = {}): Story {
  const told = story();
  let log: Written[] = [];
  let values = 0;
  let tokens = 0;
  const replicas = [0, 0];
  /** How far each session has got; beyond the log it has lost something. */
  const seen = Array.from({ length: SESSIONS }, () => 0);
  const lost = Array.from({ length: SESSIONS }, () => false);
  let numbers = seen.map((_, i) => i);
  numbers.forEach((session) => told.session(session));

  const write = (session: number, key: string): void => {
    const value = values++;
    log.push({ key, value, atMs: told.nowMs });
    told.write(value, { key, session: numbers[session] ?? 0 });
    seen[session] = log.length;
  };

  const read = (session: number, key: string, node: number): void => {
    const own = { key, session: numbers[session] ?? 0 };
    if (lost[session] && !client.hidesLosses) {
      lost[session] = false;
      told.failedRead('REDIS_SPLIT_TOKEN_LOST', own);
      return;
    }
    const need = seen[session] ?? 0;
    const applied = replicas[node] ?? log.length;
    const reached = applied >= need || client.ignoresSession ? applied : log.length;
    const firstMissing = log[reached];
    const rightMs = firstMissing ? told.nowMs + 1 - firstMissing.atMs : 1;
    const values = log.slice(0, reached).flatMap((each) => (each.key === key ? each.value : []));
    told.read(values, { ...own, stalenessMs: client.bound?.(rightMs) ?? rightMs });
    if (!client.forgetsReads) seen[session] = Math.max(need, reached);
  };

  const handOver = (from: number, to: number): void => {
    told.token(tokens, numbers[from] ?? 0);
    numbers = numbers.with(to, numbers.length + SESSIONS + tokens);
    told.session(numbers[to] ?? 0, tokens++);
    seen[to] = client.ignoresTokens ? 0 : (seen[from] ?? 0);
    lost[to] = lost[from] ?? false;
  };

  const promote = (node: number): void => {
    const fork = replicas[node] ?? log.length;
    seen.forEach((reached, session) => {
      if (reached <= fork) return;
      lost[session] = true;
      seen[session] = fork;
    });
    log = log.slice(0, fork);
    replicas.forEach((applied, i) => (replicas[i] = Math.min(applied, fork)));
    told.failover(log.map(({ value }) => value));
  };

  const happen = (event: Event): void => {
    switch (event.do) {
      case 'write':
        return write(event.session, `k${event.key}`);
      case 'read':
        return read(event.session, `k${event.key}`, event.node);
      case 'hand over':
        return handOver(event.session, event.to);
      case 'replicate':
        replicas[event.node] = Math.min(log.length, (replicas[event.node] ?? 0) + 2);
        return;
      case 'promote':
        return promote(event.node);
    }
  };
  events.forEach(happen);
  return told;
}
