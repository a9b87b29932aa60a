import { entriesOf, prune } from '../cluster/objects.ts';
import { readInventory, readObjects, readRevisions, writeInventory, writeRevision } from '../cluster/records.ts';
import { stillNeeded } from '../cluster/still-needed.ts';
import type { Environment } from '../environment.ts';
import type { KubeObject } from '../kubernetes.ts';
import { leaveFirst } from '../plan/handover.ts';
import { entryId, entryOf, leavers, union, type Entry, type Inventory } from '../plan/inventory.ts';
import { lastGood, type Revision } from '../plan/revision.ts';
import type { Printer } from '../printer.ts';
import { Refusal } from '../refusal.ts';
import type { Kubectl } from '../run/kubectl.ts';
import { ensureSecrets } from '../secrets/ensure.ts';
import type { Where } from '../helm/releases.ts';
import { bring } from './bring.ts';
import { bringReleases, undoReleases, type ReleaseChange } from './releases.ts';

export interface CarryOutOptions {
  /** `apply`, `rollback to 3` */
  readonly cause: string;
  readonly autoRollback: boolean;
  readonly allowDataLoss: boolean;
  /** Take back the fields that others have changed. */
  readonly repair: boolean;
  /** Of Helm, before our own objects: some of these are what serves them. */
  readonly releases: { readonly changes: readonly ReleaseChange[]; readonly where: Where };
}

/** Bring a namespace to these objects for good: applied, working, pruned, recorded; or as it was before, with the reason. */
export async function carryOut(
  cluster: Kubectl,
  environment: Environment,
  printer: Printer,
  objects: readonly KubeObject[],
  options: CarryOutOptions,
): Promise<void> {
  const inventory = await readInventory(cluster);
  const revisions = await readRevisions(cluster);
  const number = Math.max(inventory.revision, ...revisions.map((revision) => revision.number)) + 1;
  const record = (outcome: Revision['outcome'], reason?: string) =>
    writeRevision(cluster, { number, outcome, at: new Date().toISOString(), cause: options.cause, reason }, objects);

  if (inventory.state === 'applying') printer.line('The last apply did not end; this one finishes its work');
  await ensureSecrets(environment, cluster, printer);
  // Before anything is made: whoever is killed from here on leaves a list of what may be there.
  const during = union(inventory.entries, objects.map(entryOf));
  await writeInventory(cluster, { ...inventory, state: 'applying', entries: during });

  const done: ReleaseChange[] = [];
  const { changes, where } = options.releases;
  try {
    await bringReleases(changes, { where, cluster, printer }, (change) => done.push(change));
    await letAutoscalersGo(cluster, printer, inventory, objects);
    await bring(cluster, printer, objects, options.repair);
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await record('failed', firstLine(error.message));
    const good = lastGood(revisions);
    if (!options.autoRollback || good === undefined) {
      const wayOut = good === undefined ? 'There is no revision to go back to' : 'Not rolled back, as asked';
      throw new Refusal(1, `${error.message}\n\n${wayOut}: everything is left as it is, for you to look at.`);
    }
    printer.line(`\n${error.message}\n\nRolling back to revision ${good.number}:`);
    await rollBack(cluster, printer, good, during, number)
      .then(() => undoReleases(done, where, printer))
      .catch((cause: unknown) => {
        throw new Refusal(1, `ROLLBACK FAILED as well: ${cause instanceof Error ? cause.message : String(cause)}`);
      });
    throw new Refusal(
      1,
      `Rolled back to revision ${good.number}, which runs. Revision ${number} failed: ${firstLine(error.message)}`,
    );
  }

  // Recorded first: what must stay for a rollback is asked of the history that includes this revision.
  await record('applied');
  const { prune: leaving, kept } = leavers(inventory.entries, objects.map(entryOf), {
    stillNeeded: await stillNeeded(cluster, await readRevisions(cluster)),
    allowDataLoss: options.allowDataLoss,
  });
  for (const id of await prune(cluster, leaving)) printer.line(`pruned ${id}`);
  for (const entry of kept) printer.line(`kept ${entryId(entry)}, which holds data: --allow-data-loss prunes it`);
  const remaining = [...kept, ...stillThere(inventory, leaving, objects)];
  await writeInventory(cluster, await recorded(cluster, number, objects, remaining));
  printer.line(`Revision ${number} is applied and works`);
}

async function letAutoscalersGo(
  cluster: Kubectl,
  printer: Printer,
  { entries }: Inventory,
  objects: readonly KubeObject[],
): Promise<void> {
  const rules = { stillNeeded: new Set<string>(), allowDataLoss: false };
  const going = leaveFirst(leavers(entries, objects.map(entryOf), rules).prune);
  const pruned = await prune(cluster, going);
  for (const id of pruned) printer.line(`pruned ${id}`);
  // What KEDA made for it goes with it, in the background.
  for (const { name } of going)
    await cluster(['wait', '--for=delete', `hpa/${name}`, '--timeout=60s'], { quiet: true });
}

/** To the last good revision, and away with what only the failed one has made. */
async function rollBack(
  cluster: Kubectl,
  printer: Printer,
  good: Revision,
  during: readonly Entry[],
  number: number,
): Promise<void> {
  const objects = await readObjects(cluster, good.number);
  await letAutoscalersGo(cluster, printer, { revision: number, state: 'applying', entries: during }, objects);
  await bring(cluster, printer, objects, false);
  const rules = { stillNeeded: new Set<string>(), allowDataLoss: false };
  const { prune: leaving } = leavers(during, objects.map(entryOf), rules);
  await prune(cluster, leaving);
  await writeInventory(cluster, await recorded(cluster, number, objects, []));
}

async function recorded(
  cluster: Kubectl,
  revision: number,
  objects: readonly KubeObject[],
  others: readonly Entry[],
): Promise<Inventory> {
  return { revision, state: 'applied', entries: [...(await entriesOf(cluster, objects)), ...others] };
}

/** What earlier revisions left, is not pruned yet, and must not be forgotten. */
function stillThere(
  { entries }: Inventory,
  leaving: readonly Entry[],
  objects: readonly KubeObject[],
): readonly Entry[] {
  const gone = new Set([...leaving, ...objects.map(entryOf)].map(entryId));
  return entries.filter((entry) => entry.kind === 'ConfigMap' && !gone.has(entryId(entry)));
}

const firstLine = (text: string): string => text.split('\n')[0] ?? '';
