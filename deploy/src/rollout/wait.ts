import { setTimeout as sleep } from 'node:timers/promises';
import type { KubeObject } from '../kubernetes.ts';
import { commonLabels } from '../objects/labels.ts';
import type { Printer } from '../printer.ts';
import { Refusal } from '../refusal.ts';
import type { Kubectl } from '../run/kubectl.ts';
import { evidence } from './evidence.ts';
import { rollout, stuckPods, type Live, type Progress } from './rollout.ts';

/** How long each kind may take, in seconds. */
const deadlinesS = {
  StatefulSet: 330,
  // Longer than the Deployment's own progress deadline, which says more.
  Deployment: 200,
  // A new pod is measured after some 30 s; below its minimum the autoscaler first adds pods.
  HorizontalPodAutoscaler: 240,
} as const;

/** The ids of what is worth waiting for. KEDA makes the autoscaler of a ScaledObject, under its name. */
const awaited = (objects: readonly KubeObject[]): readonly (readonly [keyof typeof deadlinesS, string])[] =>
  (['StatefulSet', 'Deployment', 'HorizontalPodAutoscaler'] as const).flatMap((kind) =>
    objects
      .filter(
        (object) => object.kind === kind || (object.kind === 'ScaledObject' && kind === 'HorizontalPodAutoscaler'),
      )
      .map(({ metadata }) => [kind, `${kind}/${metadata?.name}`] as const),
  );

/**
 * Wait until all of these objects work: the sets of pods first, then what scales them.
 *
 * @throws Refusal (1) with the events and logs of what does not
 */
export async function waitForRollout(
  kubectl: Kubectl,
  printer: Printer,
  objects: readonly KubeObject[],
): Promise<void> {
  const all = awaited(objects);
  if (all.length === 0) return;
  await startStuckPodsAfresh(kubectl, printer);
  for (const kind of Object.keys(deadlinesS) as (keyof typeof deadlinesS)[]) {
    const ids = all.filter(([own]) => own === kind).map(([, id]) => id);
    if (ids.length > 0) await waitForAll(kubectl, printer, ids, deadlinesS[kind]);
  }
}

async function waitForAll(
  kubectl: Kubectl,
  printer: Printer,
  ids: readonly string[],
  deadlineS: number,
): Promise<void> {
  const deadlineMs = Date.now() + deadlineS * 1000;
  for (;;) {
    const seen = rollout(await look(kubectl), Date.now());
    const steps = ids.map((id) => seen.find(({ object }) => object === id) ?? notSeen(id));
    printer.progress(steps.map(({ object, state }) => `${object} ${state}`).join(' · '));

    if (steps.every(({ done }) => done)) return;
    const failed = steps.find(({ failure }) => failure !== undefined);
    if (failed) throw await broken(kubectl, failed, `${failed.object} fails: ${failed.failure}`);
    if (Date.now() > deadlineMs) {
      const pending = steps.find(({ done }) => !done) ?? notSeen(ids.join(', '));
      throw await broken(kubectl, pending, `${pending.object} is not there after ${deadlineS} s: ${pending.state}`);
    }
    await sleep(1000);
  }
}

const allKinds = ['statefulsets', 'deployments', 'replicasets', 'pods', 'horizontalpodautoscalers'].join(',');
const selector = `--selector=app.kubernetes.io/part-of=${commonLabels['app.kubernetes.io/part-of']}`;

/** One look at everything of ours. A look that fails shows nothing: the next one follows in a second. */
async function look(kubectl: Kubectl): Promise<readonly Live[]> {
  const text = await kubectl(['get', allKinds, selector, '--output=json'], { quiet: true });
  return text === '' ? [] : (JSON.parse(text) as { items: Live[] }).items;
}

const notSeen = (object: string): Progress => ({ object, done: false, state: 'not seen', waitingFor: [] });

/** An earlier try may have left pods whose next attempt is minutes away, although what they lacked is there now. */
async function startStuckPodsAfresh(kubectl: Kubectl, printer: Printer): Promise<void> {
  const stuck = stuckPods(await look(kubectl), Date.now());
  if (stuck.length === 0) return;
  await kubectl(['delete', 'pod', ...stuck, '--wait=false']);
  printer.line(`Started afresh, since they were stuck: ${stuck.join(', ')}`);
}

const broken = async (kubectl: Kubectl, step: Progress, sentence: string): Promise<Refusal> =>
  new Refusal(1, [sentence, await evidence(kubectl, step)].filter(Boolean).join('\n\n'));
