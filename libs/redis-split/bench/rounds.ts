import { performance } from 'node:perf_hooks';

/** One operation on the server; the same work for all that are compared. */
export type Operation = () => Promise<unknown>;

/** What one contestant spent in one round. */
export interface Sample {
  /** CPU time of this whole process, garbage collection included. */
  readonly cpuUs: number;
  readonly wallUs: number;
}

export interface Plan {
  readonly rounds: number;
  /** Of each contestant in each round. */
  readonly operations: number;
  /** A round is cut into so many turns of each contestant. */
  readonly turns: number;
  /** How many wait for an answer at the same time. */
  readonly callers: number;
}

/**
 * What each contestant spent, round by round. Within a round they take short turns, each time in another order, so that
 * whatever else the machine does meets all of them alike: only ratios within one round mean anything.
 */
export async function measureInRounds<Name extends string>(
  contestants: Readonly<Record<Name, Operation>>,
  { rounds, operations, turns, callers }: Plan,
): Promise<Record<Name, Sample>[]> {
  const names = Object.keys(contestants) as Name[];
  const oneRound = async (): Promise<Record<Name, Sample>> => {
    const sums = Object.fromEntries(names.map((name) => [name, { cpuUs: 0, wallUs: 0 }])) as Record<Name, Sample>;
    for (let turn = 0; turn < turns; turn++) {
      for (const name of rotated(names, turn)) {
        sums[name] = add(sums[name], await measure(contestants[name], operations / turns, callers));
      }
    }
    return sums;
  };

  // The compiler needs one.
  await oneRound();
  const samples: Record<Name, Sample>[] = [];
  for (let round = 1; round <= rounds; round++) {
    samples.push(await oneRound());
    process.stderr.write(`  round ${round} of ${rounds}\n`);
  }
  return samples;
}

async function measure(operation: Operation, operations: number, callers: number): Promise<Sample> {
  const startedAt = performance.now();
  const cpuBefore = process.cpuUsage();
  let left = operations;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (left-- > 0) await operation();
    }),
  );
  const { user, system } = process.cpuUsage(cpuBefore);
  return { cpuUs: user + system, wallUs: (performance.now() - startedAt) * 1000 };
}

const rotated = <T>(list: readonly T[], by: number): T[] => [
  ...list.slice(by % list.length),
  ...list.slice(0, by % list.length),
];

const add = (a: Sample, b: Sample): Sample => ({ cpuUs: a.cpuUs + b.cpuUs, wallUs: a.wallUs + b.wallUs });
