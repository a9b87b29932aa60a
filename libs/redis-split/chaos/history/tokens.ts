import { ofKind, type History, type Violation } from './history.ts';

/** A token that nobody can have got is never satisfied, and one that a client gave out is never taken for such a one. */
export function tokenViolations(history: History): Violation[] {
  const accepted = ofKind(history, 'read')
    .filter(({ forged, outcome }) => forged && outcome !== 'unknown' && outcome !== 'stale')
    .map((entry): Violation => ({ rule: 'forged-token', what: 'a forged token was taken for satisfied', entry }));
  const accused = ofKind(history, 'failed read')
    .filter(({ forged, code }) => !forged && code === 'REDIS_SPLIT_TOKEN_INVALID')
    .map((entry): Violation => ({
      rule: 'genuine-token',
      what: 'a token of this cluster was refused as invalid',
      entry,
    }));
  return [...accepted, ...accused];
}
