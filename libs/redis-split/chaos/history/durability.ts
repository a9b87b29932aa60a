import { ofKind, type History, type Violation } from './history.ts';
import { isDue } from './losses.ts';

/**
 * A write that every other server has confirmed is found on whichever primary there is later: whoever was promoted had it. Not
 * after a fault that emptied the primary, since its replicas copy the emptiness.
 */
export function durabilityViolations(history: History): Violation[] {
  const durable = ofKind(history, 'write').filter(({ fate, durable }) => fate === 'acknowledged' && durable);
  const emptied = ofKind(history, 'fault').filter(({ losesData }) => losesData);
  return ofKind(history, 'audit').flatMap((audit) => {
    const found = new Set(audit.values);
    return durable
      .filter((write) => isDue(write, audit) && !found.has(write.value))
      .filter(
        (write) => !emptied.some((fault) => fault.endedAtMs > write.sentAtMs && fault.startedAtMs < audit.endedAtMs),
      )
      .map((write): Violation => ({
        rule: 'durability',
        what: `write ${write.value} was confirmed by every server and is gone`,
        entry: write,
      }));
  });
}
