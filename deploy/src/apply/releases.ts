import { applyObjects } from '../cluster/objects.ts';
import { parseObjects } from '../build.ts';
import type { Release } from '../helm/release.ts';
import * as helm from '../helm/releases.ts';
import type { Printer } from '../printer.ts';
import type { Kubectl } from '../run/kubectl.ts';

/** A release that differs from what is wanted. */
export interface ReleaseChange {
  readonly release: Release;
  /** Of the release before, to go back to; absent: there is none yet. */
  readonly before?: number | undefined;
  /** Objects that it creates, changes and removes. */
  readonly diff: Awaited<ReturnType<typeof helm.diff>>;
}

/** Which releases an apply would touch, by what the server says. */
export async function releaseChanges(
  releases: readonly Release[],
  where: helm.Where,
): Promise<readonly ReleaseChange[]> {
  const changes: ReleaseChange[] = [];
  for (const release of releases) {
    const there = (await helm.list(release.namespace, where)).find(({ name }) => name === release.name);
    const diff = await helm.diff(release, where);
    const isSame = [diff.created, diff.changed, diff.removed].every((ids) => ids.length === 0);
    if (!isSame || there?.status !== 'deployed') changes.push({ release, before: there?.revision, diff });
  }
  return changes;
}

export const releaseText = ({ release, before, diff }: ReleaseChange): string => {
  const counts = `${diff.created.length} new, ${diff.changed.length} changed, ${diff.removed.length} removed objects`;
  return `  ${before === undefined ? '+' : '~'} Release/${release.name} ${release.chart.version} (${counts})`;
};

/**
 * Bring releases one after another, their CRDs first: Helm never upgrades those, and they are too long for anything but
 * server-side apply.
 *
 * @param onDone called after each, so that whoever has to undo knows which
 */
export async function bringReleases(
  changes: readonly ReleaseChange[],
  { where, cluster, printer }: { readonly where: helm.Where; readonly cluster: Kubectl; readonly printer: Printer },
  onDone: (change: ReleaseChange) => void,
): Promise<void> {
  for (const change of changes) {
    const { release } = change;
    const crds = parseObjects(await helm.crds(release, where)).filter(
      (object) => object?.kind === 'CustomResourceDefinition',
    );
    await applyObjects(cluster, crds, true);
    for (const { metadata } of crds) {
      await cluster(['wait', '--for=condition=Established', `crd/${metadata?.name}`, '--timeout=60s']);
    }
    printer.progress(`Release/${release.name}: ${change.before === undefined ? 'installing' : 'upgrading'}`);
    const { version } = await helm.upgrade(release, where);
    onDone(change);
    printer.line(`Release/${release.name} ${release.chart.version} is deployed (revision ${version})`);
  }
}

/** The newest first. A release that was not there before is taken away; CRDs stay, since others may use them by now. */
export async function undoReleases(done: readonly ReleaseChange[], where: helm.Where, printer: Printer): Promise<void> {
  for (const { release, before } of [...done].reverse()) {
    if (before === undefined) await helm.uninstall(release, where);
    else await helm.rollback(release, before, where);
    printer.line(`Release/${release.name} is back ${before === undefined ? 'to nothing' : `at revision ${before}`}`);
  }
}
