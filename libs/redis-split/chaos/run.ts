import { performance } from 'node:perf_hooks';
import type { SplitClient } from '../src/index.ts';
import { until } from '../integration/until.ts';
import { Board } from './clients/board.ts';
import { createClients } from './clients/create.ts';
import { Pace } from './clients/pace.ts';
import { witnessClock, witnessEvents } from './clients/witness.ts';
import { Worker } from './clients/worker.ts';
import type { History } from './history/history.ts';
import { Recorder } from './history/recorder.ts';
import type { PlannedFault, Schedule } from './plan/schedule.ts';
import type { Settings } from './plan/settings.ts';
import { Random } from './random.ts';
import { Cluster, rest } from './servers/cluster.ts';
import { faultNamed } from './servers/faults.ts';

/**
 * Drive real servers through the faults while clients work on them, and return what was observed.
 *
 * @param server path of the program
 * @throws when the servers or the client could not be brought to work at all
 */
export async function run(settings: Settings, server: string, schedule: Schedule): Promise<History> {
  witnessClock();
  const cluster = await Cluster.start(settings.kind, server);
  const clients = createClients(cluster, settings.clients);
  const recorder = new Recorder();
  const board = new Board();
  const pace = new Pace(settings.operations, settings.ratePerSecond);
  try {
    clients.forEach(witnessEvents);
    await Promise.all(clients.map(allReady));
    const auditor = new Auditor(cluster, board, recorder);
    const progress = setInterval(() => report(pace, settings, recorder), PROGRESS_EVERY_MS);
    try {
      const lanes = Object.values(schedule).map((faults: readonly PlannedFault[]) =>
        inflict(faults, cluster, pace, recorder, auditor),
      );
      await Promise.all([
        ...workersOf(clients, settings, { recorder, board, pace }).map((worker) => worker.work()),
        ...lanes,
      ]);
    } finally {
      pace.stop();
      clearInterval(progress);
    }
    await cluster.settled();
    await auditor.audit(performance.now());
    return recorder.history;
  } finally {
    await Promise.all(clients.map((client) => client.close()));
    await cluster.stop();
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

async function inflict(
  faults: readonly PlannedFault[],
  cluster: Cluster,
  pace: Pace,
  recorder: Recorder,
  auditor: Auditor,
): Promise<void> {
  let settledAtMs = performance.now();
  let { configEpoch } = cluster;
  for (const { name, seed, afterMs } of faults) {
    await rest(afterMs);
    if (pace.isOver) return;
    const kind = faultNamed(name);
    const begunAtMs = performance.now();
    await kind.run(cluster, new Random(seed));
    // Sentinels may promote whom nobody meant to take down: then that may have happened any time since they were seen to agree.
    const promoted = cluster.configEpoch !== configEpoch;
    const startedAtMs = promoted ? settledAtMs : begunAtMs;
    const changesHistory = kind.changesHistory === true || promoted;
    const fault = { name, startedAtMs, endedAtMs: performance.now(), changesHistory };
    recorder.add({ kind: 'fault', ...fault, losesData: kind.losesData === true });
    if (changesHistory) await auditor.audit(startedAtMs);
    settledAtMs = performance.now();
    configEpoch = cluster.configEpoch;
  }
}

/** Looks at what the primary really has, past the clients. */
class Auditor {
  readonly #cluster: Cluster;
  readonly #board: Board;
  readonly #recorder: Recorder;

  constructor(cluster: Cluster, board: Board, recorder: Recorder) {
    this.#cluster = cluster;
    this.#board = board;
    this.#recorder = recorder;
  }

  async audit(sinceMs: number): Promise<void> {
    const startedAtMs = performance.now();
    const keys = this.#board.allKeys;
    const lists = await this.#cluster.ask(this.#cluster.primary, async (redis) => {
      const pipeline = redis.pipeline();
      for (const key of keys) pipeline.lrange(key, 0, -1);
      return pipeline.exec();
    });
    const values = (lists ?? []).flatMap(([error, list]) => {
      if (error) throw error;
      return (list as string[]).map(Number);
    });
    this.#recorder.add({ kind: 'audit', startedAtMs, endedAtMs: performance.now(), sinceMs, values });
  }
}

function report({ begun }: Pace, { operations, kind }: Settings, { history }: Recorder): void {
  const faults = history.filter((entry) => entry.kind === 'fault').length;
  process.stderr.write(`  ${kind}: ${begun} of ${operations} operations, ${faults} faults\n`);
}
