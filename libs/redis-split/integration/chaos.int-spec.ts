import { describe, expect, it } from '@jest/globals';
import { violationsIn } from '../chaos/history/check.ts';
import { ofKind } from '../chaos/history/history.ts';
import { scenarioOf } from '../chaos/plan/scenario.ts';
import { KINDS } from '../chaos/plan/settings.ts';
import { run } from '../chaos/run.ts';
import { everyServer } from './every-server.ts';

const OPERATIONS = 2500;
const RANDOM_SEED = Math.floor(Math.random() * 1_000_000);
process.stderr.write(`chaos with the seeds 1 and ${RANDOM_SEED}: npx nx run redis-split:chaos --seed=${RANDOM_SEED}\n`);

/** A small part of what `chaos/` can do: enough to notice at once when something is broken. */
describe.each(KINDS)('chaos with servers that are known as %s', (kind) => {
  it.each([1, RANDOM_SEED])(
    'breaks no promise, seed %d',
    async (seed) => {
      const server = everyServer[seed % everyServer.length];
      if (!server) throw new Error('Expected a server');
      const settings = { kind, server: server.name, seed, operations: OPERATIONS, ratePerSecond: 500 };
      const scenario = scenarioOf(settings);
      const history = await run(scenario.settings, server.path, scenario.schedule);

      expect({ ...settings, violations: violationsIn(history).slice(0, 3) }).toEqual({ ...settings, violations: [] });
      expect(ofKind(history, 'read').length).toBeGreaterThan(500);
      expect(ofKind(history, 'fault').length).toBeGreaterThan(3);
    },
    // Longer than anything in it waits in vain.
    120_000,
  );
});
