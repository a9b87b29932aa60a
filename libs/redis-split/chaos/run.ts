import type { SplitClient } from '../src/index.ts';
import { until } from '../integration/until.ts';
import { Board } from './clients/board.ts';
import { createClients } from './clients/create.ts';
import { Pace } from './clients/pace.ts';
import { witnessClock, witnessEvents } from './clients/witness.ts';
import { Worker } from './clients/worker.ts';
import type { History } from './history/history.ts';
import { Recorder } from './history/recorder.ts';
import type { Schedule } from './plan/schedule.ts';
import type { Settings } from './plan/settings.ts';
import { Auditor } from './servers/auditor.ts';
import { change, disturb } from './servers/lanes.ts';
import { startCluster } from './servers/start.ts';

/**
 * Drive real servers through the faults while clients work on them, and return what was observed.
 *
 * @param server path of the program
 * @throws when the servers or the client could not be brought to work at all
 */
export async function run(settings: Settings, server: string, schedule: Schedule): Promise<History> {
  const blindClock = witnessClock();
  const cluster = await startCluster(settings.kind, server);
  const clients = createClients(cluster, settings.clients);
  const recorder = new Recorder();
  const board = new Board();
  const pace = new Pace(settings.operations, settings.ratePerSecond);
  try {
    clients.forEach(witnessEvents);
    await Promise.all(clients.map(allReady));
    const auditor = new Auditor(cluster, () => board.allKeys, recorder);
    const stage = { cluster, recorder, auditor, isOver: () => pace.isOver };
    const progress = setInterval(() => report(pace, settings, recorder), PROGRESS_EVERY_MS);
    try {
      await Promise.all([
        ...workersOf(clients, settings, { recorder, board, pace }).map((worker) => worker.work()),
        disturb(schedule.disturbances, stage),
        change(schedule.changes, stage),
      ]);
    } finally {
      pace.stop();
      clearInterval(progress);
    }
    return recorder.history;
  } finally {
    await Promise.all(clients.map((client) => client.close()));
    await cluster.stop();
    blindClock();
  }
}

const PROGRESS_EVERY_MS = 10_000;

const allReady = (client: SplitClient): Promise<void> =>
  until(() => client.nodes().filter(({ inSync }) => inSync).length >= 3);

function workersOf(
  clients: readonly SplitClient[],
  { seed, workersPerClient }: Settings,
  shop: ConstructorParameters<typeof Worker>[4],
) {
  return clients.flatMap((client, i) =>
    Array.from({ length: workersPerClient }, (_, j) => new Worker(client, i, seed, i * workersPerClient + j, shop)),
  );
}

function report({ begun }: Pace, { operations, kind }: Settings, { history }: Recorder): void {
  const faults = history.filter((entry) => entry.kind === 'fault').length;
  process.stderr.write(`  ${kind}: ${begun} of ${operations} operations, ${faults} faults\n`);
}
