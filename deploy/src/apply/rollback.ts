import { connect } from '../cluster/preflight.ts';
import { readObjects, readRevisions } from '../cluster/records.ts';
import type { Environment } from '../environment.ts';
import { byNumber, type Revision } from '../plan/revision.ts';
import type { Printer } from '../printer.ts';
import { Refusal } from '../refusal.ts';
import { applyAs, type ApplyOptions } from './apply.ts';

/**
 * Back to an earlier revision, as a new one: history is never rewritten.
 *
 * @param to number of the revision; by default the last good one before the present
 */
export async function rollback(
  environment: Environment,
  options: ApplyOptions & { readonly to?: string | undefined },
  printer: Printer,
): Promise<void> {
  const cluster = await connect(environment, options.context);
  const revision = wanted(await readRevisions(cluster), options.to);
  const objects = await readObjects(cluster, revision.number);
  // Releases are the environment's: an older one is brought back by its version there, or by `helm rollback`.
  await applyAs(`roll back to ${revision.number}`, { cluster, environment, objects, releases: [], options, printer });
}

/** @throws Refusal (2) that lists what there is */
export function wanted(revisions: readonly Revision[], to: string | undefined): Revision {
  const good = [...revisions].filter(({ outcome }) => outcome === 'applied').sort(byNumber);
  const found = to === undefined ? good[1] : good.find(({ number }) => String(number) === to);
  if (found !== undefined) return found;
  const there = good.map(({ number }) => number).join(', ') || 'none';
  throw new Refusal(2, `Expected a revision that was applied (${there}), got ${to ?? 'none before the present one'}`);
}
