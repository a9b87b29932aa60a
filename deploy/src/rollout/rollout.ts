import type { Deployment, HorizontalPodAutoscaler, Pod, ReplicaSet, StatefulSet } from '../kubernetes.ts';
import { podFailure } from './pod-failure.ts';

/** An object as the cluster shows it. */
export type Live = Deployment | StatefulSet | ReplicaSet | Pod | HorizontalPodAutoscaler;

/** How far one object is. */
export interface Progress {
  readonly object: string;
  readonly done: boolean;
  readonly state: string;
  /** Why waiting longer is of no use. */
  readonly failure?: string;
  /** Its pods that are not ready, by name. */
  readonly waitingFor: readonly string[];
}

/** Progress of every workload and autoscaler among these objects. */
export function rollout(live: readonly Live[], nowMs: number): readonly Progress[] {
  return live.flatMap((object) => {
    if (object.kind === 'StatefulSet') return [statefulSetProgress(object, live, nowMs)];
    if (object.kind === 'Deployment') return [deploymentProgress(object, live, nowMs)];
    return object.kind === 'HorizontalPodAutoscaler' ? [autoscalerProgress(object)] : [];
  });
}

function statefulSetProgress(set: StatefulSet, live: readonly Live[], nowMs: number): Progress {
  const { observedGeneration = 0, readyReplicas = 0, updatedReplicas = 0, updateRevision } = set.status ?? {};
  const wanted = set.spec?.replicas ?? 1;
  const done = observedGeneration >= generation(set) && updatedReplicas === wanted && readyReplicas === wanted;
  const current = podsWith(live, 'controller-revision-hash', updateRevision);
  return {
    object: id(set),
    done,
    state: `${Math.min(updatedReplicas, readyReplicas)}/${wanted} ready`,
    ...judged(done, current, nowMs),
  };
}

function deploymentProgress(deployment: Deployment, live: readonly Live[], nowMs: number): Progress {
  const { observedGeneration = 0, replicas = 0, availableReplicas = 0, updatedReplicas = 0 } = deployment.status ?? {};
  const wanted = deployment.spec?.replicas ?? 1;
  const done =
    observedGeneration >= generation(deployment) &&
    [replicas, updatedReplicas, availableReplicas].every((count) => count === wanted);
  const newest = live.find((object) => object.kind === 'ReplicaSet' && revision(object) === revision(deployment));
  const current = podsWith(live, 'pod-template-hash', newest?.metadata?.labels?.['pod-template-hash']);
  return {
    object: id(deployment),
    done,
    state: `${Math.min(updatedReplicas, availableReplicas)}/${wanted} ready`,
    ...judged(done, current, nowMs, deploymentFailure(deployment)),
  };
}

/** Pods that were refused (by Pod Security, by a quota) exist nowhere: only the Deployment tells. */
function deploymentFailure({ status }: Deployment): string | undefined {
  const failed = status?.conditions?.find(
    ({ type, status, reason }) =>
      (type === 'ReplicaFailure' && status === 'True') || reason === 'ProgressDeadlineExceeded',
  );
  return failed && `${failed.reason}: ${failed.message}`;
}

function autoscalerProgress(autoscaler: HorizontalPodAutoscaler): Progress {
  const { conditions = [], currentReplicas = 0 } = autoscaler.status ?? {};
  const active = conditions.find(({ type }) => type === 'ScalingActive');
  const minimum = autoscaler.spec.minReplicas ?? 1;
  const hasMetric = active?.status === 'True';
  return {
    object: id(autoscaler),
    done: hasMetric && currentReplicas >= minimum,
    state: hasMetric
      ? `${currentReplicas} of at least ${minimum} pods`
      : `no metric yet (${active?.reason ?? 'not seen'})`,
    waitingFor: [],
  };
}

/** Names of the pods that fail and in which nothing runs: nothing is lost when they are started afresh. */
export const stuckPods = (live: readonly Live[], nowMs: number): readonly string[] =>
  pods(live)
    .filter((pod) => podFailure(pod, nowMs) !== undefined && !pod.status?.containerStatuses?.some(({ ready }) => ready))
    .map(({ metadata }) => metadata?.name ?? '');

/** Pods that are going are not the state of anything. */
const pods = (live: readonly Live[]): readonly Pod[] =>
  live.filter((object) => object.kind === 'Pod').filter(({ metadata }) => metadata?.deletionTimestamp === undefined);

/** Only pods of the newest revision count: those it replaces may well be the broken ones. */
const podsWith = (live: readonly Live[], label: string, value: string | undefined): readonly Pod[] =>
  pods(live).filter(({ metadata }) => metadata?.labels?.[label] === value);

const judged = (done: boolean, pods: readonly Pod[], nowMs: number, ownFailure?: string) => ({
  failure: done ? undefined : (ownFailure ?? pods.map((pod) => podFailure(pod, nowMs)).find(Boolean)),
  waitingFor: pods.filter((pod) => !isReady(pod)).map(({ metadata }) => metadata?.name ?? ''),
});

const isReady = ({ status }: Pod): boolean =>
  status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ?? false;

const id = ({ kind, metadata }: Live): string => `${kind}/${metadata?.name}`;
const generation = ({ metadata }: Live): number => metadata?.generation ?? 0;
const revision = ({ metadata }: Live) => metadata?.annotations?.['deployment.kubernetes.io/revision'];
