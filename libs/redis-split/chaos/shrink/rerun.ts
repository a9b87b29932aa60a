import type { Scenario } from '../plan/scenario.ts';
import type { Schedule } from '../plan/schedule.ts';
import { smallest } from './smallest.ts';

/**
 * A scenario with fewer faults, operations and workers that still fails. Real servers do not fail every time, so each is given
 * several tries, and the whole so many runs.
 *
 * @param fails runs it
 */
export async function smallerScenario(
  { settings, schedule }: Scenario,
  fails: (scenario: Scenario) => Promise<boolean>,
  { tries, runs }: { readonly tries: number; readonly runs: number },
): Promise<Scenario> {
  let left = runs;
  const stillFails = async (scenario: Scenario): Promise<boolean> => {
    for (let i = 0; i < tries && left > 0; i++) {
      left--;
      if (await fails(scenario)) return true;
    }
    return false;
  };

  const faults = [
    ...schedule.changes.map((fault) => ({ lane: 'changes', fault }) as const),
    ...schedule.disturbances.map((fault) => ({ lane: 'disturbances', fault }) as const),
  ];
  const needed = await smallest(faults, (part) => stillFails({ settings, schedule: scheduleOf(part) }));
  let smaller: Scenario = { settings, schedule: scheduleOf(needed) };
  for (const name of ['operations', 'workersPerClient', 'clients'] as const) {
    for (;;) {
      const fewer = Math.floor(smaller.settings[name] / 2);
      const next = { ...smaller, settings: { ...smaller.settings, [name]: fewer } };
      if (fewer < 1 || !(await stillFails(next))) break;
      smaller = next;
    }
  }
  return smaller;
}

function scheduleOf(faults: readonly { lane: keyof Schedule; fault: Schedule['changes'][number] }[]): Schedule {
  const of = (lane: keyof Schedule) => faults.filter((each) => each.lane === lane).map(({ fault }) => fault);
  return { changes: of('changes'), disturbances: of('disturbances') };
}
