import { describe, expect, it } from '@jest/globals';
import type { Deployment, HorizontalPodAutoscaler, Pod, ReplicaSet, StatefulSet } from '../kubernetes.ts';
import { rollout, stuckPods } from './rollout.ts';

const selector = { matchLabels: {} };
const template = { spec: { containers: [] } };

const deployment = (status: Deployment['status'], replicas = 2): Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'api', generation: 2, annotations: { 'deployment.kubernetes.io/revision': '2' } },
  spec: { replicas, selector, template },
  status,
});
const rolledOut = { observedGeneration: 2, replicas: 2, updatedReplicas: 2, availableReplicas: 2 };

const replicaSet = (revision: string, hash: string): ReplicaSet => ({
  apiVersion: 'apps/v1',
  kind: 'ReplicaSet',
  metadata: {
    name: `api-${hash}`,
    labels: { 'pod-template-hash': hash },
    annotations: { 'deployment.kubernetes.io/revision': revision },
  },
  spec: { selector },
});

const statefulSet = (status: StatefulSet['status']): StatefulSet => ({
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'redis-replica', generation: 1 },
  spec: { replicas: 2, selector, template },
  status,
});

const pod = (name: string, labels: Record<string, string>, waiting?: string, isReady = false): Pod => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, labels },
  status: {
    conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }],
    containerStatuses: [
      {
        ...{ name: 'main', image: 'i', imageID: '', ready: isReady, restartCount: 0 },
        state: waiting === undefined ? { running: {} } : { waiting: { reason: waiting, message: 'why' } },
      },
    ],
  },
});

const autoscaler = (active: string, currentReplicas: number): HorizontalPodAutoscaler => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'api' },
  spec: { minReplicas: 3, maxReplicas: 9, scaleTargetRef: { kind: 'Deployment', name: 'api' } },
  status: { desiredReplicas: 3, currentReplicas, conditions: [{ type: 'ScalingActive', status: active, reason: 'R' }] },
});

const only = (...live: Parameters<typeof rollout>[0]) => rollout(live, 0)[0];

describe(rollout.name, () => {
  it.each([
    ['all are new and available', rolledOut, true],
    ['the controller has not looked yet', { ...rolledOut, observedGeneration: 1 }, false],
    ['old pods still run', { ...rolledOut, replicas: 3 }, false],
    ['new pods are missing', { ...rolledOut, updatedReplicas: 1 }, false],
    ['new pods are not available', { ...rolledOut, availableReplicas: 1 }, false],
    ['there is no status', undefined, false],
  ])('judges a Deployment of which %s', (_what, status, done) => {
    expect(only(deployment(status))).toMatchObject({ object: 'Deployment/api', done, failure: undefined });
  });

  it.each([
    ['all are ready', { replicas: 2, observedGeneration: 1, readyReplicas: 2, updatedReplicas: 2 }, true],
    ['one is not ready', { replicas: 2, observedGeneration: 1, readyReplicas: 1, updatedReplicas: 2 }, false],
    ['one is still the old one', { replicas: 2, observedGeneration: 1, readyReplicas: 2, updatedReplicas: 1 }, false],
    ['the controller has not looked yet', { replicas: 2, readyReplicas: 2, updatedReplicas: 2 }, false],
  ])('judges a StatefulSet of which %s', (_what, status, done) => {
    expect(only(statefulSet(status))).toMatchObject({ object: 'StatefulSet/redis-replica', done });
  });

  it('counts no pod that is still the old one', () => {
    const status = { replicas: 2, observedGeneration: 1, readyReplicas: 2, updatedReplicas: 0 };
    expect(only(statefulSet(status))?.state).toBe('0/2 ready');
  });

  it('fails with the pod of the newest revision, and names it', () => {
    const live = [
      deployment({ ...rolledOut, availableReplicas: 1 }),
      replicaSet('1', 'old'),
      replicaSet('2', 'new'),
      pod('api-new-1', { 'pod-template-hash': 'new' }, 'ImagePullBackOff'),
      pod('api-new-2', { 'pod-template-hash': 'new' }, undefined, true),
    ];
    expect(only(...live)).toMatchObject({
      state: '1/2 ready',
      failure: 'Pod/api-new-1, container main: ImagePullBackOff why',
      waitingFor: ['api-new-1'],
    });
  });

  it('forgives the pods that it replaces', () => {
    const live = [
      deployment({ ...rolledOut, availableReplicas: 1 }),
      replicaSet('1', 'old'),
      replicaSet('2', 'new'),
      pod('api-old-1', { 'pod-template-hash': 'old' }, 'CrashLoopBackOff'),
    ];
    expect(only(...live)).toMatchObject({ done: false, failure: undefined, waitingFor: [] });
  });

  it('reports pods that were refused, which exist nowhere', () => {
    const conditions = [
      { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: 'violates PodSecurity "restricted"' },
    ];
    expect(only(deployment({ ...rolledOut, replicas: 0, conditions }))).toMatchObject({
      failure: 'FailedCreate: violates PodSecurity "restricted"',
    });
  });

  it('reports a rollout that the controller has given up', () => {
    const conditions = [
      { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message: 'timed out' },
    ];
    expect(only(deployment({ ...rolledOut, availableReplicas: 0, conditions }))?.failure).toContain('timed out');
  });

  it.each([
    ['True', 3, true, '3 of at least 3 pods'],
    ['True', 1, false, '1 of at least 3 pods'],
    ['False', 3, false, 'no metric yet (R)'],
  ])('judges an autoscaler whose ScalingActive is %s with %d pods', (active, replicas, done, state) => {
    expect(only(autoscaler(active, replicas))).toMatchObject({ done, state });
  });
});

describe(stuckPods.name, () => {
  it('names the pods that fail and in which nothing runs', () => {
    const mixed = pod('half', {}, 'CrashLoopBackOff');
    mixed.status?.containerStatuses?.push({
      ...{ name: 'other', image: 'i', imageID: '', ready: true, restartCount: 0 },
    });
    const going = pod('going', {}, 'ImagePullBackOff');
    going.metadata = { ...going.metadata, deletionTimestamp: '2026-11-22T05:00:00Z' };
    const live = [pod('stuck', {}, 'ImagePullBackOff'), pod('starting', {}), mixed, going];
    expect(stuckPods(live, 0)).toEqual(['stuck']);
  });
});
