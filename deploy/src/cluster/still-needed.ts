import { entryId, entryOf } from '../plan/inventory.ts';
import { byNumber, type Revision } from '../plan/revision.ts';
import type { Kubectl } from '../run/kubectl.ts';
import { readObjects } from './records.ts';

/** How many good revisions keep their generated ConfigMaps. */
const howMany = 3;

/** Ids of generated ConfigMaps that pods of earlier revisions still read, and that a rollback needs. */
export async function stillNeeded(cluster: Kubectl, revisions: readonly Revision[]): Promise<ReadonlySet<string>> {
  const good = revisions.filter(({ outcome }) => outcome === 'applied').sort(byNumber);
  const bundles = await Promise.all(good.slice(0, howMany).map(({ number }) => readObjects(cluster, number)));
  const configMaps = bundles.flat().filter(({ kind }) => kind === 'ConfigMap');
  return new Set(configMaps.map(entryOf).map(entryId));
}
