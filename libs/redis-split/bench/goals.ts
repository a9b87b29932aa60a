import type { Spread } from './statistics.ts';

/** What we want of a median: at most or at least so much. A figure without a goal is for the record. */
const goals: Readonly<Record<string, { readonly atMost: number } | { readonly atLeast: number }>> = {
  eventualOverBareCpu: { atMost: 1.05 },
  eventualOverBareThroughput: { atLeast: 0.95 },
  verifiedOverBareCpu: { atMost: 1.3 },
  readScaling2Replicas: { atLeast: 1.8 },
  p99SlowReplica: { atMost: 0.2 },
  // Flat, as far as can be told from one round to the next.
  heapGrowthFlapping: { atMost: 0.02 },
};

/** The goals that were missed, in words. */
export function missedGoals(figures: Readonly<Record<string, Spread>>): string[] {
  return Object.entries(goals).flatMap(([name, goal]) => {
    const figure = figures[name];
    if (!figure) return [];
    const [met, wanted] =
      'atMost' in goal
        ? [figure.median <= goal.atMost, `at most ${goal.atMost}`]
        : [figure.median >= goal.atLeast, `at least ${goal.atLeast}`];
    return met ? [] : [`${name} is ${figure.median}, wanted ${wanted}`];
  });
}
