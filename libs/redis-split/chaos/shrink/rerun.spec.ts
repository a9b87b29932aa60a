import { describe, expect, it } from '@jest/globals';
import type { Scenario } from '../plan/scenario.ts';
import { smallerScenario } from './rerun.ts';

const fault = (name: string) => ({ name, seed: 1, afterMs: 0 });

const scenario: Scenario = {
  settings: {
    ...{ kind: 'virtual', server: 'redis', seed: 1, operations: 1000, ratePerSecond: 1000 },
    ...{ clients: 4, workersPerClient: 8 },
  },
  schedule: {
    changes: [fault('a'), fault('b'), fault('c')],
    disturbances: [fault('x'), fault('y')],
  },
};

describe(smallerScenario.name, () => {
  it('leaves the faults, operations and workers that are needed', async () => {
    const fails = ({ settings, schedule }: Scenario) =>
      Promise.resolve(
        schedule.changes.some(({ name }) => name === 'b') &&
          schedule.disturbances.some(({ name }) => name === 'x') &&
          settings.operations >= 200 &&
          settings.clients >= 2,
      );

    expect(await smallerScenario(scenario, fails, { tries: 1, runs: 100 })).toEqual({
      settings: { ...scenario.settings, operations: 250, clients: 2, workersPerClient: 1 },
      schedule: { changes: [fault('b')], disturbances: [fault('x')] },
    });
  });

  it('tries again, since real servers do not fail every time, but not for ever', async () => {
    let runs = 0;
    const fails = () => Promise.resolve(++runs % 3 === 0);

    await smallerScenario(scenario, fails, { tries: 3, runs: 10 });

    expect(runs).toBe(10);
  });
});
