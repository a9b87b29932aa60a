import type { Environment } from '../environment.ts';
import type * as kube from '../kubernetes.ts';

interface Kinds {
  readonly ConfigMap: kube.ConfigMap;
  readonly Deployment: kube.Deployment;
  readonly ExternalSecret: kube.ExternalSecret;
  readonly HorizontalPodAutoscaler: kube.HorizontalPodAutoscaler;
  readonly LimitRange: kube.LimitRange;
  readonly Namespace: kube.Namespace;
  readonly NetworkPolicy: kube.NetworkPolicy;
  readonly PodDisruptionBudget: kube.PodDisruptionBudget;
  readonly PrometheusRule: kube.PrometheusRule;
  readonly ResourceQuota: kube.ResourceQuota;
  readonly ScaledObject: kube.ScaledObject;
  readonly Secret: kube.Secret;
  readonly Service: kube.Service;
  readonly ServiceAccount: kube.ServiceAccount;
  readonly ServiceMonitor: kube.ServiceMonitor;
  readonly StatefulSet: kube.StatefulSet;
}

export type Labels = Readonly<Record<string, string>>;

/** What makes pods, in one shape. */
export interface Workload {
  readonly id: string;
  readonly kind: 'Deployment' | 'StatefulSet';
  readonly name: string;
  readonly object: kube.Deployment | kube.StatefulSet;
  readonly replicas: number | undefined;
  readonly selector: Labels;
  readonly labels: Labels;
  readonly pod: kube.PodSpec;
  readonly containers: readonly kube.Container[];
}

/** How many pods a workload has, whoever decides it. */
export interface Scale {
  readonly id: string;
  readonly target: { readonly apiVersion: string; readonly kind: string; readonly name: string };
  readonly min: number;
  readonly max: number;
}

/** One environment after Kustomize and before the cluster, as rules look at it. */
export interface Rendered {
  readonly environment: Environment;
  readonly objects: readonly kube.KubeObject[];
  readonly workloads: readonly Workload[];
  readonly autoscalers: readonly Scale[];
  readonly all: <Kind extends keyof Kinds>(kind: Kind) => readonly Kinds[Kind][];
}

export function rendered(environment: Environment, objects: readonly kube.KubeObject[]): Rendered {
  const all = <Kind extends keyof Kinds>(kind: Kind) =>
    objects.filter((object) => object.kind === kind) as unknown as readonly Kinds[Kind][];
  const workloads = [...all('Deployment'), ...all('StatefulSet')].map(workload);
  const autoscalers = [
    ...all('HorizontalPodAutoscaler').map(({ metadata, spec }) => ({
      ...{ id: `HorizontalPodAutoscaler/${metadata?.name}`, target: target(spec?.scaleTargetRef) },
      ...{ min: spec?.minReplicas ?? 1, max: spec?.maxReplicas ?? 0 },
    })),
    ...all('ScaledObject').map(({ metadata, spec }) => ({
      ...{ id: `ScaledObject/${metadata?.name}`, target: target(spec?.scaleTargetRef) },
      ...{ min: spec?.minReplicaCount ?? 0, max: spec?.maxReplicaCount ?? 100 },
    })),
  ];
  return { environment, objects, workloads, autoscalers, all };
}

const target = (ref?: { apiVersion?: string; kind?: string; name: string }) => ({
  ...{ apiVersion: ref?.apiVersion ?? 'apps/v1', kind: ref?.kind ?? 'Deployment', name: ref?.name ?? '' },
});

const workload = (object: kube.Deployment | kube.StatefulSet): Workload => {
  const { spec, metadata, kind } = object;
  const pod = spec?.template.spec ?? { containers: [] };
  return {
    ...{ id: `${kind}/${metadata?.name}`, kind, name: metadata?.name ?? '', object, pod },
    replicas: spec?.replicas,
    selector: spec?.selector.matchLabels ?? {},
    labels: spec?.template.metadata?.labels ?? {},
    containers: [...pod.containers, ...(pod.initContainers ?? [])],
  };
};

/** The scale of a workload: its autoscaler's, else what it states. */
export function scaleOf(
  { autoscalers }: Rendered,
  { kind, name, replicas = 1 }: Workload,
): { min: number; max: number } {
  const scaled = autoscalers.find(({ target }) => target.kind === kind && target.name === name);
  return scaled ?? { min: replicas, max: replicas };
}

/** Whether a selector takes pods or objects with these labels. An empty one takes all. */
export const selects = (selector: Labels | undefined, labels: Labels): boolean =>
  selector !== undefined && Object.entries(selector).every(([label, value]) => labels[label] === value);

export const id = ({ kind, metadata }: kube.KubeObject): string => `${kind}/${metadata?.name}`;
export const namesOf = (workloads: readonly Workload[]): string => workloads.map(({ id }) => id).join(', ') || 'none';
