import { performance } from 'node:perf_hooks';
import type { Recorder } from '../history/recorder.ts';
import type { PlannedFault } from '../plan/schedule.ts';
import { Random } from '../random.ts';
import type { Auditor } from './auditor.ts';
import { rest, type Cluster } from './cluster.ts';
import { faultNamed, NOTHING } from './faults.ts';

interface Stage {
  readonly cluster: Cluster;
  readonly recorder: Recorder;
  readonly auditor: Auditor;
  readonly isOver: () => boolean;
}

/** One disturbance after the other. */
export async function disturb(faults: readonly PlannedFault[], { cluster, recorder, isOver }: Stage): Promise<void> {
  for (const { name, seed, afterMs } of faults) {
    await rest(afterMs);
    if (isOver()) return;
    const startedAtMs = performance.now();
    await faultNamed(name).run(cluster, new Random(seed));
    const effects = { changesHistory: false, setsBack: false, losesData: false };
    recorder.add({ kind: 'fault', name, startedAtMs, endedAtMs: performance.now(), ...effects });
  }
}

/** One change after the other; after those that may lose something, what is left is looked at. */
export async function change(
  faults: readonly PlannedFault[],
  { cluster, recorder, auditor, isOver }: Stage,
): Promise<void> {
  let settledAtMs = performance.now();
  let { configEpoch } = cluster;

  const inflict = async (name: string, seed: number): Promise<void> => {
    const { changesHistory = false, setsBack = false, losesData = false, run } = faultNamed(name);
    const begunAtMs = performance.now();
    await run(cluster, new Random(seed));
    // Sentinels may promote when nobody meant them to: then that began some time after they were seen to agree.
    const promoted = cluster.configEpoch !== configEpoch;
    const startedAtMs = promoted ? settledAtMs : begunAtMs;
    const effects = { changesHistory: changesHistory || promoted, setsBack, losesData };
    recorder.add({ kind: 'fault', name, startedAtMs, endedAtMs: performance.now(), ...effects });
    if (changesHistory || promoted) await auditor.audit(startedAtMs);
    settledAtMs = performance.now();
    configEpoch = cluster.configEpoch;
  };

  for (const { name, seed, afterMs } of faults) {
    await rest(afterMs);
    if (isOver()) break;
    await inflict(name, seed);
  }
  await inflict(NOTHING, 0);
  await auditor.audit(performance.now());
}
