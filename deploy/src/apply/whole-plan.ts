import { asInput, fieldManager, isThere } from '../cluster/objects.ts';
import { readInventory, readObjects, readRevisions } from '../cluster/records.ts';
import { stillNeeded } from '../cluster/still-needed.ts';
import { costChange, costs } from '../cost/cost.ts';
import { rendered } from '../rules/rendered.ts';
import type { Environment } from '../environment.ts';
import type { KubeObject } from '../kubernetes.ts';
import type { Kubectl } from '../run/kubectl.ts';
import { immutableChanges } from '../plan/immutable.ts';
import { entryId, entryOf, isSuspicious, leavers } from '../plan/inventory.ts';
import { plan, type Plan } from '../plan/plan.ts';
import { lastGood } from '../plan/revision.ts';

/**
 * What would change in a cluster, asked of the server itself without changing anything.
 *
 * @param allowDataLoss also prune what holds data
 */
export async function wholePlan(
  cluster: Kubectl,
  environment: Environment,
  objects: readonly KubeObject[],
  allowDataLoss: boolean,
): Promise<Plan> {
  const ids = objects.map(entryOf).map(entryId);
  // The server cannot try out objects in a namespace that is not there: then all of them are new.
  if (!(await isThere(cluster, 'namespace', environment.namespace))) {
    return { ...plan('', objects.length), created: ids, unchanged: 0 };
  }
  const inventory = await readInventory(cluster);
  const revisions = await readRevisions(cluster);
  const good = lastGood(revisions);
  const before = good === undefined ? [] : await readObjects(cluster, good.number);
  const left = leavers(inventory.entries, objects.map(entryOf), {
    stillNeeded: await stillNeeded(cluster, revisions),
    allowDataLoss,
  });
  const replaced = immutableChanges(before, objects);
  return {
    // The server refuses to try an immutable change, so it is not asked.
    ...plan(replaced.length > 0 ? '' : await diff(cluster, objects), objects.length),
    pruned: left.prune.map(entryId),
    kept: left.kept.map(entryId),
    replaced,
    cost: before.length === 0 ? undefined : costChange(typical(environment, before), typical(environment, objects)),
    isUnfinished: inventory.state === 'applying',
    isSuspicious: isSuspicious(left, inventory),
  };
}

const typical = (environment: Environment, objects: readonly KubeObject[]) =>
  costs(rendered(environment, objects)).typical;

/** Forced, since this changes nothing: what another has changed by hand is shown as a change back. */
export const diff = (cluster: Kubectl, objects: readonly KubeObject[]): Promise<string> =>
  cluster(['diff', '--server-side', '--force-conflicts', `--field-manager=${fieldManager}`, '--filename=-'], {
    ...{ okExitCodes: [0, 1], input: asInput(objects) },
  });

/**
 * Fields of ours that somebody else has set to another value, as the server names them.
 *
 * @returns nothing when there is no conflict
 */
export async function conflicts(cluster: Kubectl, objects: readonly KubeObject[]): Promise<string> {
  const args = ['apply', '--server-side', '--dry-run=server', `--field-manager=${fieldManager}`, '--filename=-'];
  try {
    await cluster(args, { input: asInput(objects) });
    return '';
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    if (!/conflict/.test(text)) throw error;
    return text.slice(text.indexOf('\n') + 1);
  }
}
