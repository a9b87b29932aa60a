import { faultNames } from '../servers/faults.ts';
import { scheduleOf, type Schedule } from './schedule.ts';
import type { Settings } from './settings.ts';

/** A run that can be run again: servers are as fast as they are, but the plan is the same. */
export interface Scenario {
  readonly settings: Settings;
  readonly schedule: Schedule;
}

/** What a seed stands for. */
export function scenarioOf(settings: Omit<Settings, 'clients' | 'workersPerClient'>): Scenario {
  const { changes, disturbances } = faultNames(settings.kind);
  return {
    settings: { ...settings, clients: 3, workersPerClient: 6 },
    // There is no time for more: the fastest fault takes longer than five operations.
    schedule: scheduleOf(settings.seed, changes, disturbances, Math.ceil(settings.operations / 5)),
  };
}
