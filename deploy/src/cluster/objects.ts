import { commonLabels } from '../objects/labels.ts';
import type { KubeObject } from '../kubernetes.ts';
import { entryId, entryOf, type Entry } from '../plan/inventory.ts';
import type { Kubectl } from '../run/kubectl.ts';

/** Whose fields ours are: one name, whoever runs the command and wherever. */
export const fieldManager = 'sluice';

export const asInput = (objects: readonly KubeObject[]): string =>
  JSON.stringify({ apiVersion: 'v1', kind: 'List', items: objects });

/** Server-side apply. A field that somebody else owns is a conflict, unless it is to be taken back. */
export async function applyObjects(cluster: Kubectl, objects: readonly KubeObject[], takeBack = false): Promise<void> {
  if (objects.length === 0) return;
  const force = takeBack ? ['--force-conflicts'] : [];
  await cluster(['apply', '--server-side', `--field-manager=${fieldManager}`, ...force, '--filename=-'], {
    input: asInput(objects),
  });
}

export const isThere = async (cluster: Kubectl, kind: string, name: string): Promise<boolean> =>
  (await cluster(['get', kind, name, '--ignore-not-found', '--output=name'])) !== '';

/** Inventory entries of objects, with the uids that the cluster gave them. */
export async function entriesOf(cluster: Kubectl, objects: readonly KubeObject[]): Promise<readonly Entry[]> {
  const text = await cluster(['get', '--filename=-', '--ignore-not-found', '--output=json'], {
    input: asInput(objects),
  });
  const { items } = JSON.parse(text) as { items: readonly (KubeObject & { metadata: { uid: string } })[] };
  const uids = new Map(items.map((item) => [entryId(entryOf(item)), item.metadata.uid]));
  return objects.map(entryOf).map((entry) => ({ ...entry, uid: uids.get(entryId(entry)) }));
}

/** `ConfigMap/x`, `NetworkPolicy.v1.networking.k8s.io/x`: as kubectl finds exactly this kind. */
const address = ({ apiVersion, kind, name }: Entry): string => {
  const [version = '', group] = apiVersion.split('/').reverse();
  return group === undefined ? `${kind}/${name}` : `${kind}.${version}.${group}/${name}`;
};

/**
 * Delete what is ours, and only that: it carries our label, and is the very object that was recorded.
 *
 * @returns ids of those that were deleted
 */
export async function prune(cluster: Kubectl, entries: readonly Entry[]): Promise<readonly string[]> {
  const pruned: string[] = [];
  for (const entry of entries) {
    const text = await cluster(['get', address(entry), '--ignore-not-found', '--output=json'], { quiet: true });
    if (text === '') continue;
    const { metadata } = JSON.parse(text) as { metadata: { uid: string; labels?: Readonly<Record<string, string>> } };
    const isOurs = metadata.labels?.['app.kubernetes.io/managed-by'] === commonLabels['app.kubernetes.io/managed-by'];
    if (!isOurs || (entry.uid !== undefined && entry.uid !== metadata.uid)) continue;
    await cluster(['delete', address(entry), '--ignore-not-found', '--timeout=60s']);
    pruned.push(entryId(entry));
  }
  return pruned;
}
