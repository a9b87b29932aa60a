import { describe, expect, it } from '@jest/globals';
import type { Pod } from '../kubernetes.ts';
import { podFailure } from './pod-failure.ts';

const nowMs = Date.parse('2026-11-22T05:01:30Z');
const pod = (status: Pod['status']): Pod => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'api-1' }, status });
const waiting = (reason: string, message: string): Pod =>
  pod({
    containerStatuses: [
      { name: 'api', image: 'i', imageID: '', ready: false, restartCount: 0, state: { waiting: { reason, message } } },
    ],
  });
const unschedulable = (since: string): Pod =>
  pod({
    conditions: [
      {
        type: 'PodScheduled',
        status: 'False',
        reason: 'Unschedulable',
        message: '0/1 nodes are available: 1 Insufficient cpu.',
        lastTransitionTime: since,
      },
    ],
  });

describe(podFailure.name, () => {
  it.each([
    [
      'an image that is not there',
      waiting('ImagePullBackOff', 'no such image'),
      'container api: ImagePullBackOff no such',
    ],
    ['a crash', waiting('CrashLoopBackOff', 'back-off 10s'), 'Pod/api-1, container api: CrashLoopBackOff back-off 10s'],
    ['a missing ConfigMap', waiting('CreateContainerConfigError', 'configmap'), 'CreateContainerConfigError configmap'],
    ['no room for a minute', unschedulable('2026-11-22T05:00:00Z'), 'Pod/api-1: Unschedulable 0/1 nodes are available'],
  ])('gives up on %s', (_what, broken, sentence) => {
    expect(podFailure(broken, nowMs)).toContain(sentence);
  });

  it.each([
    ['a start', waiting('ContainerCreating', '')],
    ['the first failed pull, which may be a hiccup', waiting('ErrImagePull', 'timeout')],
    ['a node that may still come', unschedulable('2026-11-22T05:01:00Z')],
    ['a pod that nobody has looked at', pod(undefined)],
  ])('waits for %s', (_what, young) => {
    expect(podFailure(young, nowMs)).toBeUndefined();
  });
});
