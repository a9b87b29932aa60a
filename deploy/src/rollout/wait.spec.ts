import { describe, expect, it } from '@jest/globals';
import type { KubeObject } from '../kubernetes.ts';
import type { Printer } from '../printer.ts';
import type { Kubectl } from '../run/kubectl.ts';
import { waitForRollout } from './wait.ts';

const object = (kind: string, spec: object, status: object, metadata: object = {}) => ({
  kind,
  metadata: { name: 'x', generation: 1, ...metadata },
  spec,
  status: { observedGeneration: 1, ...status },
});
const counts = { replicas: 1, readyReplicas: 1, updatedReplicas: 1, availableReplicas: 1, updateRevision: 'r1' };
const conditions = [{ type: 'ScalingActive', status: 'True' }];
const working = [
  object('StatefulSet', { replicas: 1 }, counts),
  object('Deployment', { replicas: 1 }, counts),
  object('HorizontalPodAutoscaler', { minReplicas: 1 }, { currentReplicas: 1, conditions }),
];
const wanted = working as unknown as readonly KubeObject[];
const starting = [object('StatefulSet', { replicas: 1 }, { ...counts, readyReplicas: 0 })];
const waiting = { name: 'redis', state: { waiting: { reason: 'ImagePullBackOff', message: 'no such image' } } };
const brokenPod = object(
  'Pod',
  {},
  { containerStatuses: [waiting] },
  { name: 'x-0', labels: { 'controller-revision-hash': 'r1' } },
);

/** A cluster that shows one thing after the other and keeps to the last; `undefined` is no answer. */
function cluster(...looks: (readonly object[] | undefined)[]) {
  const asked: string[] = [];
  const kubectl: Kubectl = (args) => {
    asked.push(args.join(' '));
    if (args[1]?.startsWith('statefulsets')) {
      const items = looks.length > 1 ? looks.shift() : looks[0];
      return Promise.resolve(items === undefined ? '' : JSON.stringify({ items }));
    }
    return Promise.resolve(args[0] === 'logs' ? 'the last words' : '');
  };
  return { kubectl, asked };
}

function recorder() {
  const lines: string[] = [];
  const printer: Printer = { isTty: false, line: (text) => lines.push(text), progress: (text) => lines.push(text) };
  return { printer, lines };
}

describe(waitForRollout.name, () => {
  it('goes from the StatefulSets to the Deployment to the autoscaler, and outlasts a look that fails', async () => {
    const { printer, lines } = recorder();
    await waitForRollout(cluster([], starting, undefined, working).kubectl, printer, wanted);
    expect(lines).toEqual([
      'StatefulSet/x 0/1 ready',
      'StatefulSet/x not seen',
      'StatefulSet/x 1/1 ready',
      'Deployment/x 1/1 ready',
      'HorizontalPodAutoscaler/x 1 of at least 1 pods',
    ]);
  });

  it('gives up at once on what time does not mend, with the last words of the pod', async () => {
    const failed = waitForRollout(cluster([], [...starting, brokenPod]).kubectl, recorder().printer, wanted);
    await expect(failed).rejects.toMatchObject({
      exitCode: 1,
      message: expect.stringMatching(
        /^StatefulSet\/x fails: Pod\/x-0, container redis: ImagePullBackOff no such image[^]*Log of x-0:\nthe last words/,
      ),
    });
  });

  it('starts pods afresh that an earlier try left stuck', async () => {
    const { kubectl, asked } = cluster([...starting, brokenPod], working);
    await waitForRollout(kubectl, recorder().printer, wanted);
    expect(asked[1]).toBe('delete pod x-0 --wait=false');
  });
});
