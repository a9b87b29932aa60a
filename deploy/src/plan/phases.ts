import type { KubeObject } from '../kubernetes.ts';

/** What is applied together, in this order: each needs the one before. */
export const phases = ['ground', 'data', 'apps'] as const;
export type Phase = (typeof phases)[number];

/** Kinds that make or serve pods lie with their pods; everything that they refer to is there before them. */
const withPods = new Set([
  'Deployment',
  'HorizontalPodAutoscaler',
  'PodDisruptionBudget',
  'PrometheusRule',
  'ScaledObject',
  'Service',
  'ServiceMonitor',
  'StatefulSet',
]);

export function phaseOf({ kind, metadata }: KubeObject): Phase {
  if (!withPods.has(kind)) return 'ground';
  return metadata?.name?.startsWith('redis') ? 'data' : 'apps';
}

/** The objects of one phase, in the order in which Kustomize put them. */
export const inPhase = (phase: Phase, objects: readonly KubeObject[]): readonly KubeObject[] =>
  objects.filter((object) => phaseOf(object) === phase);
