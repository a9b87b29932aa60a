import { LostWriteError, RedisSplitError } from '../errors.ts';
import { satisfies, type Position } from '../token/position.ts';
import { formatToken } from '../token/token.ts';
import type { Demand } from './demand.ts';
import type { History } from './history.ts';

/**
 * Why data do not meet a demand: they are of another history than the primary's (`lineage`), do not contain what is needed
 * (`offset`), or are too old (`age`).
 */
export type Rejection = 'lineage' | 'offset' | 'age';

/**
 * The age bound of data that reach `reached`, in milliseconds, or why they do not meet the demand.
 *
 * @param nowMs when the data had been read
 * @throws LostWriteError
 */
export function judge(
  history: History,
  reached: Position | undefined,
  { maxStalenessMs }: Pick<Demand, 'maxStalenessMs'>,
  needs: readonly Position[],
  nowMs: number,
): number | Rejection {
  if (!reached || reached.replid !== history.current) return 'lineage';
  for (const need of needs) {
    const fate = keptOrUnknown(history, need);
    if (fate.kind === 'unknown') return 'lineage';
    if (!satisfies(reached, fate.position)) return 'offset';
  }
  const stalenessMs = history.stalenessMs(reached, nowMs);
  return stalenessMs <= maxStalenessMs ? stalenessMs : 'age';
}

/**
 * Those of the needs of which the primary itself does not know whether it contains them.
 *
 * @param reached where the primary was when it was asked after the needs had come to us
 * @throws LostWriteError
 * @throws RedisSplitError `REDIS_SPLIT_TOKEN_INVALID` for a place that it has not reached: nobody can have been there
 */
export function unknownToPrimary(history: History, reached: Position, needs: readonly Position[]): readonly Position[] {
  return needs.filter((need) => {
    const fate = keptOrUnknown(history, need);
    if (fate.kind === 'unknown') return true;
    if (satisfies(reached, fate.position)) return false;
    throw new RedisSplitError(
      'REDIS_SPLIT_TOKEN_INVALID',
      `The token ${formatToken([need])} is ahead of the primary, which is at ${reached.offset}: of another cluster, or forged`,
    );
  });
}

function keptOrUnknown(history: History, need: Position) {
  const fate = history.fateOf(need);
  if (fate.kind === 'lost') throw new LostWriteError(formatToken([need]), fate.forkOffset);
  return fate;
}
