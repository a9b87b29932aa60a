import { contentsViolations } from './contents.ts';
import { durabilityViolations } from './durability.ts';
import type { History, Violation } from './history.ts';
import { integrityViolations } from './integrity.ts';
import { stalenessViolations } from './staleness.ts';
import { tokenViolations } from './tokens.ts';

/** Everything in a history that must not happen. */
export const violationsIn = (history: History): Violation[] =>
  [integrityViolations, contentsViolations, stalenessViolations, durabilityViolations, tokenViolations].flatMap(
    (check) => check(history),
  );
