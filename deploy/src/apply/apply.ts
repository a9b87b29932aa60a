import { build } from '../build.ts';
import { assertFresh } from '../check/fresh.ts';
import { isThere } from '../cluster/objects.ts';
import { applyObjects } from '../cluster/objects.ts';
import { withLease } from '../cluster/lease.ts';
import { assertPermitted, assertServed, connect } from '../cluster/preflight.ts';
import type { Environment } from '../environment.ts';
import type { KubeObject } from '../kubernetes.ts';
import { withoutSuccessors } from '../plan/handover.ts';
import { isEmpty, planText } from '../plan/plan.ts';
import type { Printer } from '../printer.ts';
import { Refusal } from '../refusal.ts';
import { findings } from '../rules/index.ts';
import { rendered } from '../rules/rendered.ts';
import { unpublishedImages } from '../rules/security.ts';
import { afterWaivers, waiversOf } from '../rules/waivers.ts';
import type { Kubectl } from '../run/kubectl.ts';
import { ask } from './ask.ts';
import type { Release } from '../helm/release.ts';
import { releasesOf } from '../releases/index.ts';
import { carryOut, type CarryOutOptions } from './carry-out.ts';
import { releaseChanges, releaseText, type ReleaseChange } from './releases.ts';
import { conflicts, wholePlan } from './whole-plan.ts';

export interface ApplyOptions {
  /** Another kubectl context than the environment's. */
  readonly context?: string | undefined;
  /** Do not ask. */
  readonly yes: boolean;
  readonly noAutoRollback: boolean;
  readonly allowDataLoss: boolean;
  readonly repair: boolean;
}

/** Bring a cluster to what is rendered: look, say what would change, ask, apply, wait, prune, record. */
export async function apply(environment: Environment, options: ApplyOptions, printer: Printer): Promise<void> {
  assertFresh();
  const objects = await build(environment.name);
  assertSound(environment, objects);
  const cluster = await connect(environment, options.context);
  await applyAs('apply', { cluster, environment, objects, releases: releasesOf(environment), options, printer });
}

export interface Undertaking {
  readonly cluster: Kubectl;
  readonly environment: Environment;
  readonly objects: readonly KubeObject[];
  readonly releases: readonly Release[];
  readonly options: ApplyOptions;
  readonly printer: Printer;
}

/** Plan, ask and carry out: the same for an apply and for a rollback. */
export async function applyAs(cause: string, undertaking: Undertaking): Promise<void> {
  const { cluster, environment, objects, options, printer } = undertaking;
  await assertPermitted(cluster);
  const where = { context: options.context ?? environment.kubeContext };
  const changes = await releaseChanges(undertaking.releases, where);
  // A release that comes with this very plan may be what serves them.
  if (changes.length === 0) await assertServed(cluster, environment, objects);
  if (!(await mayGoOn(cause, undertaking, changes))) return;

  const namespace = objects.filter(({ kind }) => kind === 'Namespace');
  if (!(await isThere(cluster, 'namespace', environment.namespace))) await applyObjects(cluster, namespace);
  const how: CarryOutOptions = {
    ...{ cause, autoRollback: !options.noAutoRollback },
    ...{ allowDataLoss: options.allowDataLoss, repair: options.repair },
    releases: { changes, where },
  };
  await withLease(cluster, printer, () => carryOut(cluster, environment, printer, objects, how));
  printer.line(`${environment.name} runs: ${environment.apiUrl}`);
}

/** Say what would change; false when nothing would. */
async function mayGoOn(
  cause: string,
  { cluster, environment, objects, options, printer }: Undertaking,
  changes: readonly ReleaseChange[],
): Promise<boolean> {
  const planned = await wholePlan(cluster, environment, objects, options.allowDataLoss);
  printer.line(`Plan to ${cause} ${environment.name} (namespace ${environment.namespace}):`);
  for (const change of changes) printer.line(releaseText(change));
  printer.line(planText(planned));
  if (isEmpty(planned) && changes.length === 0) {
    printer.line(`Nothing to change: 0 changes. ${environment.name} is what is wanted: ${environment.apiUrl}`);
    return false;
  }
  if (planned.replaced.length > 0) {
    const wayOut = 'Delete the object yourself (`--cascade=orphan` keeps its pods), then apply again';
    throw new Refusal(2, `Expected no change of an immutable field. ${wayOut}. Nothing was changed.`);
  }
  const changedByOthers =
    options.repair || planned.created.length === objects.length
      ? ''
      : await conflicts(cluster, withoutSuccessors(objects, planned.pruned));
  if (changedByOthers !== '') {
    throw new Refusal(
      1,
      `Somebody else has changed fields of ours:\n${changedByOthers}\n--repair takes them back; nothing was changed.`,
    );
  }
  const isHarmless = environment.tier === 'local' && !planned.isSuspicious;
  if (!isHarmless && !options.yes) await ask(`${cause} this to ${environment.name}`, printer);
  return true;
}

/** @throws Refusal (1) that lists broken rules, (2) when an image was never published */
function assertSound(environment: Environment, objects: readonly KubeObject[]): void {
  const view = rendered(environment, objects);
  const today = new Date().toISOString().slice(0, 10);
  const found = afterWaivers(findings(view), waiversOf(objects), today);
  const listed = found.map(({ rule, object, message }) => `  ${rule} ${object}: ${message}`).join('\n');
  if (found.length > 0) throw new Refusal(1, `Rules are broken, nothing was changed:\n${listed}`);
  const unpublished = unpublishedImages(view);
  if (unpublished.length > 0) {
    throw new Refusal(
      2,
      `Expected published images, got none for ${unpublished.join(', ')}: ` +
        `write their digests into deploy/src/environments/${environment.name}.ts. Nothing was changed.`,
    );
  }
}
