import { setTimeout as sleep } from 'node:timers/promises';
import { commonLabels } from './objects/labels.ts';
import { evidence } from './evidence.ts';
import type { Printer } from './printer.ts';
import { Refusal } from './refusal.ts';
import { rollout, stuckPods, type Live, type Progress } from './rollout.ts';
import type { Kubectl } from './run/kubectl.ts';

/** One after the other, since each needs the one before. Deadlines in seconds. */
const phases = [
  { kinds: ['StatefulSet'], deadlineS: 330 },
  // Longer than the Deployment's own progress deadline, which says more.
  { kinds: ['Deployment'], deadlineS: 200 },
  // A new pod is measured after some 30 s; below its minimum the autoscaler first adds pods.
  { kinds: ['HorizontalPodAutoscaler', 'Deployment'], deadlineS: 240 },
] as const;

/**
 * Wait until all that was applied works.
 *
 * @throws Refusal (1) with the events and logs of what does not
 */
export async function waitForRollout(kubectl: Kubectl, printer: Printer): Promise<void> {
  await startStuckPodsAfresh(kubectl, printer);
  for (const { kinds, deadlineS } of phases) {
    const deadlineMs = Date.now() + deadlineS * 1000;
    for (;;) {
      const all = rollout(await look(kubectl), Date.now());
      const steps = all.filter(({ object }) => kinds.some((kind) => object.startsWith(kind)));
      printer.progress(
        steps.map(({ object, state }) => `${object} ${state}`).join(' · ') || 'no answer from the cluster',
      );

      if (steps.length > 0 && steps.every(({ done }) => done)) break;
      const failed = steps.find(({ failure }) => failure !== undefined);
      if (failed) throw await broken(kubectl, failed, `${failed.object} fails: ${failed.failure}`);
      if (Date.now() > deadlineMs) {
        const pending = steps.find(({ done }) => !done) ?? notSeen(kinds);
        throw await broken(kubectl, pending, `${pending.object} is not there after ${deadlineS} s: ${pending.state}`);
      }
      await sleep(1000);
    }
  }
}

const allKinds = ['statefulsets', 'deployments', 'replicasets', 'pods', 'horizontalpodautoscalers'].join(',');
const selector = `--selector=app.kubernetes.io/part-of=${commonLabels['app.kubernetes.io/part-of']}`;

/** One look at everything of ours. A look that fails shows nothing: the next one follows in a second. */
async function look(kubectl: Kubectl): Promise<readonly Live[]> {
  const text = await kubectl(['get', allKinds, selector, '--output=json'], { quiet: true });
  return text === '' ? [] : (JSON.parse(text) as { items: Live[] }).items;
}

const notSeen = (kinds: readonly string[]): Progress => ({
  object: kinds.join(' and '),
  done: false,
  state: 'the cluster shows none',
  waitingFor: [],
});

/** An earlier try may have left pods whose next attempt is minutes away, although what they lacked is there now. */
async function startStuckPodsAfresh(kubectl: Kubectl, printer: Printer): Promise<void> {
  const stuck = stuckPods(await look(kubectl), Date.now());
  if (stuck.length === 0) return;
  await kubectl(['delete', 'pod', ...stuck, '--wait=false']);
  printer.line(`Started afresh, since they were stuck: ${stuck.join(', ')}`);
}

const broken = async (kubectl: Kubectl, step: Progress, sentence: string): Promise<Refusal> =>
  new Refusal(1, [sentence, await evidence(kubectl, step)].filter(Boolean).join('\n\n'));
