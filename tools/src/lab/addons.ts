import { join } from 'node:path';
import { CannotRun } from '../cannot-run.ts';
import { imageArchive } from '../image/build-image.ts';
import { kedaImages, monitoringImages, type Recipe } from '../image/recipes.ts';
import { phase } from '../phase.ts';
import { moduleFolder } from '../toolchain/module-folder.ts';
import { programs } from '../toolchain/programs.ts';
import { importImage } from './containerd.ts';
import { kubectl } from './kubectl.ts';

/** Something that a lab may have besides. */
interface Addon {
  readonly images: readonly Recipe[];
  /** Where its custom resource definitions lie: a folder of a Go module. */
  readonly crds: { readonly module: string; readonly folder: string };
  /** What is waited for, as `kubectl wait` names it. */
  readonly available: readonly (readonly string[])[];
}

const monitoring = '--namespace=monitoring';

export const addons = {
  monitoring: {
    images: monitoringImages,
    crds: {
      module: `github.com/prometheus-operator/prometheus-operator@v${programs['prometheus-operator'].version}`,
      folder: 'example/prometheus-operator-crd',
    },
    available: [
      [monitoring, 'deployment/prometheus-operator'],
      [monitoring, 'prometheus/lab'],
      [monitoring, 'alertmanager/lab'],
    ],
  },
  keda: {
    images: kedaImages,
    crds: { module: `github.com/kedacore/keda/v2@v${programs.keda.version}`, folder: 'config/crd/bases' },
    available: [['--namespace=keda', 'deployment', '--all'], ['apiservice/v1beta1.external.metrics.k8s.io']],
  },
} as const satisfies Readonly<Record<string, Addon>>;

export type AddonName = keyof typeof addons;

/** `monitoring,keda` → names. @throws CannotRun that lists what there is */
export function parseAddons(text: string): readonly AddonName[] {
  const names = text.split(',').filter(Boolean);
  const unknown = names.filter((name) => !Object.hasOwn(addons, name));
  if (unknown.length === 0) return names as AddonName[];
  throw new CannotRun(`--with: expected some of ${Object.keys(addons).join(', ')}, got ${unknown.join(', ')}`);
}

/** Make the images first: that takes long the first time, and needs no lab. */
export async function addonArchives(names: readonly AddonName[]): Promise<string[]> {
  const archives: string[] = [];
  for (const recipe of names.flatMap((name): readonly Recipe[] => addons[name].images))
    archives.push(await imageArchive(recipe));
  return archives;
}

/** Bring add-ons to a lab that is up; one that is there already stays as it is. */
export async function bringAddons(
  names: readonly AddonName[],
  archives: readonly string[],
  signal: AbortSignal,
): Promise<void> {
  for (const archive of archives) await importImage(archive, signal);
  for (const name of names) await phase(`add-on ${name}`, () => bring(name, signal));
}

async function bring(name: AddonName, signal: AbortSignal): Promise<void> {
  const { crds, available }: Addon = addons[name];
  // Server-side: they are too long for the annotation that the other way needs.
  const apply = ['apply', '--server-side', '--force-conflicts', '--filename'];
  await kubectl([...apply, join(await moduleFolder(crds.module), crds.folder)], signal);
  await kubectl(['wait', '--for=condition=Established', 'crd', '--all', '--timeout=60s'], signal);
  await kubectl([...apply, join(import.meta.dirname, 'addons', name)], signal);
  for (const what of available) {
    await kubectl(['wait', '--for=condition=Available', '--timeout=180s', ...what], signal);
  }
}
