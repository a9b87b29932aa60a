import { Random } from '../random.ts';

/** What one worker does in one go, as one session or as none. */
export interface Flow {
  /**
   * - `scope`: inside `inSession`, with commands of the client.
   * - `object`: with the commands of a `session()`.
   * - `none`: without a session.
   */
  readonly style: 'scope' | 'object' | 'none';
  /** Goes on from a token that another flow left, if there is one. */
  readonly goesOn: boolean;
  readonly steps: readonly Step[];
  /** Leaves its token for others. */
  readonly handsOver: boolean;
  /** How long the worker rests after it. */
  readonly restMs: number;
}

export type Step = WriteStep | ReadStep | { readonly do: 'observe' } | { readonly do: 'write, then read at once' };

export interface WriteStep {
  readonly do: 'write';
  readonly how: 'plain' | 'multi' | 'pipeline' | 'durable';
  /** Which of the keys in use; between 0 and 1. */
  readonly where: number;
}

export interface ReadStep {
  readonly do: 'read';
  /** The key that this flow wrote last, if it wrote; else one of those in use, between 0 and 1. */
  readonly where: number | 'own';
  readonly mode: 'eventual' | 'sampled' | 'verified';
  readonly from: 'preferReplica' | 'any' | 'primary' | 'replica';
  readonly onStale: 'primary' | 'wait' | 'fail' | 'serve';
  readonly maxStalenessMs?: number;
  /** With a token that a flow left, or with one that nobody can have got. */
  readonly after: 'nothing' | 'token' | 'forged token';
}

/** All that a worker will do, as long as it is asked; it depends on the seed alone. */
export function* flowsOf(seed: number, worker: number): Generator<Flow, never> {
  const random = new Random(seed, 'worker', worker);
  for (;;) yield flow(random);
}

function flow(random: Random): Flow {
  const style = random.weighted({ scope: 5, object: 3, none: 2 });
  return {
    style,
    goesOn: random.chance(0.5),
    steps: Array.from({ length: random.whole(1, 12) }, () => step(random, style)),
    handsOver: random.chance(0.6),
    restMs: random.chance(0.3) ? random.whole(1, 20) : 0,
  };
}

function step(random: Random, style: Flow['style']): Step {
  const kind = random.weighted({ read: 60, write: 28, 'write, then read at once': 9, observe: 3 });
  if (kind === 'observe' || kind === 'write, then read at once') {
    return style === 'none' ? read(random, style) : { do: kind };
  }
  return kind === 'read' ? read(random, style) : write(random);
}

const write = (random: Random): WriteStep => ({
  do: 'write',
  how: random.weighted({ plain: 12, multi: 2, pipeline: 2, durable: 3 }),
  where: random.next(),
});

function read(random: Random, style: Flow['style']): ReadStep {
  const mode = random.weighted({ eventual: 1, sampled: 3, verified: 8 });
  const from = random.weighted({ preferReplica: 12, any: 3, primary: 1, replica: 1 });
  const onStale = from === 'replica' ? random.pick(['fail', 'serve']) : random.weighted(ON_STALE);
  const after = mode === 'eventual' ? 'nothing' : random.weighted(style === 'none' ? AFTER_WITHOUT_SESSION : AFTER);
  const bounded = mode !== 'eventual' && random.chance(0.5);
  return {
    do: 'read',
    where: random.chance(0.4) ? 'own' : random.next(),
    ...{ mode, from, onStale, after },
    ...(bounded && { maxStalenessMs: random.pick([5, 20, 50, 100, 300, 1000, 5000]) }),
  };
}

const ON_STALE = { primary: 6, wait: 3, fail: 2, serve: 2 };
const AFTER = { nothing: 30, token: 2, 'forged token': 0.3 };
const AFTER_WITHOUT_SESSION = { nothing: 6, token: 4, 'forged token': 0.1 };
