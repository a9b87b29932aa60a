import { Random } from '../random.ts';

/** A fault by its name, with what its choices (which server, how long) are drawn from. */
export interface PlannedFault {
  readonly name: string;
  readonly seed: number;
  /** How long to wait before it. */
  readonly afterMs: number;
}

/**
 * One after the other: what changes roles, data or histories. At the same time, also one after the other: what only disturbs.
 */
export interface Schedule {
  readonly changes: readonly PlannedFault[];
  readonly disturbances: readonly PlannedFault[];
}

/** Faults enough for so many operations: it ends when they do. */
export function scheduleOf(
  seed: number,
  changes: readonly string[],
  disturbances: readonly string[],
  length: number,
): Schedule {
  return {
    changes: lane(new Random(seed, 'changes'), changes, length),
    disturbances: lane(new Random(seed, 'disturbances'), disturbances, length * 2),
  };
}

/** Every fault comes once before any comes again. */
function lane(random: Random, names: readonly string[], length: number): PlannedFault[] {
  const planned: PlannedFault[] = [];
  let left: string[] = [];
  while (planned.length < length && names.length > 0) {
    if (left.length === 0) left = [...names];
    const [name = ''] = left.splice(random.whole(0, left.length - 1), 1);
    planned.push({ name, seed: random.whole(0, 2 ** 31), afterMs: random.whole(0, 300) });
  }
  return planned;
}
