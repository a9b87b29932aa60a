import { ofKind, type History, type Violation } from './history.ts';

/** Whatever is read was written, to that key, once, and not by a write that was said not to be executed. */
export function integrityViolations(history: History): Violation[] {
  const writes = new Map(ofKind(history, 'write').map((write) => [write.value, write]));
  return ofKind(history, 'read').flatMap((read) => {
    const wrong = (what: string): Violation => ({ rule: 'integrity', what, entry: read });
    const twice = read.values.filter((value, i) => read.values.indexOf(value) !== i);
    return [
      ...twice.map((value) => wrong(`write ${value} was executed twice`)),
      ...read.values.flatMap((value) => {
        const write = writes.get(value);
        if (!write || write.key !== read.key || write.sent > read.ended) return wrong(`${value} was not written there`);
        return write.fate === 'refused' ? wrong(`write ${value} was executed, though it was refused`) : [];
      }),
    ];
  });
}
