import { applyObjects } from '../cluster/objects.ts';
import type { KubeObject } from '../kubernetes.ts';
import { inPhase, phases } from '../plan/phases.ts';
import type { Printer } from '../printer.ts';
import { waitForRollout } from '../rollout/wait.ts';
import type { Kubectl } from '../run/kubectl.ts';

/** Bring a cluster to these objects, phase by phase, and wait until each works. */
export async function bring(
  cluster: Kubectl,
  printer: Printer,
  objects: readonly KubeObject[],
  takeBack: boolean,
): Promise<void> {
  for (const phase of phases) {
    const own = inPhase(phase, objects);
    await applyObjects(cluster, own, takeBack);
    printer.line(`${phase}: ${own.length} objects applied`);
    await waitForRollout(cluster, printer, own);
  }
}
