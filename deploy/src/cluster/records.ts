import { commonLabels } from '../objects/labels.ts';
import type { KubeObject } from '../kubernetes.ts';
import { noInventory, type Inventory } from '../plan/inventory.ts';
import { expired, pack, unpack, type Revision } from '../plan/revision.ts';
import type { Kubectl } from '../run/kubectl.ts';

/** What apply remembers lies in the namespace itself, as ConfigMaps: no other place could be lost or differ. */
const inventoryName = 'sluice-inventory';
const revisionName = (number: number): string => `sluice-revision-${number}`;
const revisionLabel = { 'sluice/record': 'revision' } as const;

interface ConfigMap {
  readonly metadata: { readonly name: string; readonly annotations?: Readonly<Record<string, string>> };
  readonly data?: Readonly<Record<string, string>>;
  readonly binaryData?: Readonly<Record<string, string>>;
}

const write = async (kubectl: Kubectl, name: string, rest: object, labels: object = {}): Promise<void> => {
  const configMap = {
    ...{ apiVersion: 'v1', kind: 'ConfigMap' },
    metadata: {
      name,
      labels: { ...commonLabels, ...labels },
      ...('annotations' in rest && { annotations: rest.annotations }),
    },
    ...Object.fromEntries(Object.entries(rest).filter(([key]) => key !== 'annotations')),
  };
  // Ours alone: nobody else has a say in what we remember.
  await kubectl(['apply', '--server-side', '--force-conflicts', '--field-manager=sluice-records', '--filename=-'], {
    input: JSON.stringify(configMap),
  });
};

export async function readInventory(kubectl: Kubectl): Promise<Inventory> {
  const text = await kubectl(['get', 'configmap', inventoryName, '--ignore-not-found', '--output=json']);
  const json = text === '' ? undefined : (JSON.parse(text) as ConfigMap).data?.['inventory.json'];
  return json === undefined ? noInventory : (JSON.parse(json) as Inventory);
}

export const writeInventory = (kubectl: Kubectl, inventory: Inventory): Promise<void> =>
  write(kubectl, inventoryName, { data: { 'inventory.json': JSON.stringify(inventory) } });

export async function readRevisions(kubectl: Kubectl): Promise<readonly Revision[]> {
  const list = ['get', 'configmap', '--selector=sluice/record=revision', '--output=json'];
  const { items } = JSON.parse(await kubectl(list)) as { items: readonly ConfigMap[] };
  return items.map(({ metadata }) => JSON.parse(metadata.annotations?.['sluice/revision'] ?? '{}') as Revision);
}

/** The objects of a revision. */
export async function readObjects(kubectl: Kubectl, number: number): Promise<readonly KubeObject[]> {
  const text = await kubectl(['get', 'configmap', revisionName(number), '--output=json']);
  return unpack((JSON.parse(text) as ConfigMap).binaryData?.['objects.json.gz'] ?? '');
}

/** Record a revision, and let go of those that nobody will go back to. */
export async function writeRevision(
  kubectl: Kubectl,
  revision: Revision,
  objects: readonly KubeObject[],
): Promise<void> {
  await write(
    kubectl,
    revisionName(revision.number),
    {
      annotations: { 'sluice/revision': JSON.stringify(revision) },
      binaryData: { 'objects.json.gz': pack(objects) },
    },
    revisionLabel,
  );
  const old = expired(await readRevisions(kubectl)).map(({ number }) => revisionName(number));
  if (old.length > 0) await kubectl(['delete', 'configmap', ...old, '--ignore-not-found']);
}
