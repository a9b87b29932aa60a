import { build } from '../build.ts';
import { assertFresh } from '../check/fresh.ts';
import { connect } from '../cluster/preflight.ts';
import { readObjects, readRevisions } from '../cluster/records.ts';
import type { Environment } from '../environment.ts';
import { isEmpty, plan, planText } from '../plan/plan.ts';
import { lastGood } from '../plan/revision.ts';
import type { Printer } from '../printer.ts';
import { Refusal } from '../refusal.ts';
import { releasesOf } from '../releases/index.ts';
import { releaseChanges, releaseText } from './releases.ts';
import { diff as liveDiff, wholePlan } from './whole-plan.ts';

/** What an apply would change. @returns exit code: 0 nothing, 1 something; it throws when it cannot tell */
export async function diff(environment: Environment, context: string | undefined, printer: Printer): Promise<0 | 1> {
  assertFresh();
  const objects = await build(environment.name);
  const cluster = await connect(environment, context);
  const planned = await cannotTell(() => wholePlan(cluster, environment, objects, false));
  const where = { context: context ?? environment.kubeContext };
  const changes = await cannotTell(() => releaseChanges(releasesOf(environment), where));
  for (const change of changes) printer.line(releaseText(change));
  printer.line(planText(planned));
  return isEmpty(planned) && changes.length === 0 ? 0 : 1;
}

/** What has been changed by hand since the last apply, whatever is rendered now. */
export async function drift(environment: Environment, context: string | undefined, printer: Printer): Promise<0 | 1> {
  const cluster = await connect(environment, context);
  const good = lastGood(await cannotTell(() => readRevisions(cluster)));
  if (good === undefined)
    throw new Refusal(2, `Expected an applied revision of ${environment.name} to compare with, got none`);
  const objects = await readObjects(cluster, good.number);
  const found = plan(await cannotTell(() => liveDiff(cluster, objects)), objects.length);
  if (isEmpty(found)) {
    printer.line(`No drift: all ${objects.length} objects are as revision ${good.number} left them`);
    return 0;
  }
  printer.line(`Drift from revision ${good.number}; \`apply --repair\` would do this:\n${planText(found)}`);
  return 1;
}

/** A question that fails is no answer: not "there are differences". */
async function cannotTell<T>(question: () => Promise<T>): Promise<T> {
  try {
    return await question();
  } catch (error) {
    throw error instanceof Refusal ? new Refusal(2, error.message) : error;
  }
}
