import type { Entry, FailedRead, History, Read, Violation } from './history.ts';
import { lossesIn, type Loss } from './losses.ts';
import { isWithinSampledPromise } from './sampled.ts';

/** A write that answers must contain from now on. */
interface Duty {
  readonly key: string;
  readonly rule: 'read-your-writes' | 'monotonic-reads' | 'causality';
  /** Since this sending or answer. */
  readonly since: number;
}

/** By the value that was written. */
type Duties = Map<number, Duty>;

/**
 * Every answer of a session contains what the session wrote, what its verified answers showed, and what the tokens stand for
 * that it was given; the same holds for a read with a token. When a write among them is lost, the session is told so by
 * `REDIS_SPLIT_TOKEN_LOST`, or by the outcome `unknown`, whatever it reads; after that it goes on with what there is.
 *
 * One scan over sendings and answers in their order.
 */
export function contentsViolations(history: History): Violation[] {
  const losses = lossesIn(history);
  const promised = isWithinSampledPromise(history);
  const sessions = new Map<number, Duties>();
  const tokens = new Map<number, Duties>();
  const violations: Violation[] = [];
  const dutiesOf = (session: number): Duties => {
    const duties = sessions.get(session) ?? new Map<number, Duty>();
    sessions.set(session, duties);
    return duties;
  };

  const onSent = (entry: Entry): void => {
    switch (entry.kind) {
      case 'session':
        sessions.set(entry.session, inherited(tokens.get(entry.from ?? -1)));
        break;
      case 'observe':
        for (const [value, duty] of inherited(tokens.get(entry.token))) dutiesOf(entry.session).set(value, duty);
        break;
      case 'token':
        tokens.set(entry.token, new Map(dutiesOf(entry.session)));
        break;
      case 'write':
        if (entry.session === undefined || entry.fate !== 'acknowledged') break;
        dutiesOf(entry.session).set(entry.value, { key: entry.key, rule: 'read-your-writes', since: entry.sent });
        break;
      case 'read': {
        if (entry.outcome === 'stale' || entry.outcome === 'unknown' || entry.forged || !promised(entry)) break;
        if (entry.session !== undefined) violations.push(...missing(entry, dutiesOf(entry.session), losses));
        if (entry.after !== undefined) violations.push(...missing(entry, inherited(tokens.get(entry.after)), losses));
      }
    }
  };

  const onEnded = (entry: Entry): void => {
    if ((entry.kind !== 'read' && entry.kind !== 'failed read') || entry.session === undefined) return;
    const duties = dutiesOf(entry.session);
    if (isReport(entry)) for (const [value, { since }] of duties) if (since < entry.sent) duties.delete(value);
    if (entry.kind !== 'read' || entry.mode === 'sampled' || entry.outcome === 'stale') return;
    for (const value of entry.values) {
      if (!duties.has(value)) duties.set(value, { key: entry.key, rule: 'monotonic-reads', since: entry.ended });
    }
  };

  for (const { entry, isEnd } of inOrder(history)) (isEnd ? onEnded : onSent)(entry);
  return violations;
}

/** It says that something of what the session stands for is gone, or may be. */
const isReport = (entry: Read | FailedRead): boolean =>
  entry.kind === 'read' ? entry.outcome === 'unknown' : entry.code === 'REDIS_SPLIT_TOKEN_LOST';

function missing(read: Read, duties: Duties, losses: ReadonlyMap<number, Loss>): Violation[] {
  const shown = new Set(read.values);
  return [...duties].flatMap(([value, { key, rule }]): Violation | [] => {
    const loss = losses.get(value);
    // Whatever is read: that it is lost must be told.
    if (loss && loss.untilMs < read.sentAtMs) {
      return { rule: 'lost-unreported', what: `write ${value} was lost, and nobody said so`, entry: read };
    }
    if (key !== read.key || shown.has(value)) return [];
    return { rule, what: `write ${value} is not in the answer`, entry: read };
  });
}

function inherited(duties: Duties = new Map()): Duties {
  return new Map([...duties].map(([value, { key, since }]) => [value, { key, since, rule: 'causality' }]));
}

/** All sendings and answers, as they were observed. */
function inOrder(history: History): { entry: Entry; isEnd: boolean; at: number }[] {
  return history
    .flatMap((entry) => [
      ...('sent' in entry ? [{ entry, isEnd: false, at: entry.sent }] : []),
      ...('ended' in entry ? [{ entry, isEnd: true, at: entry.ended }] : []),
    ])
    .sort((a, b) => a.at - b.at);
}
