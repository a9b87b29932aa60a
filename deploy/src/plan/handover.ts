import type { KubeObject } from '../kubernetes.ts';
import type { Entry } from './inventory.ts';

const autoscalers = new Set(['HorizontalPodAutoscaler', 'ScaledObject']);

/**
 * Autoscalers that leave go before others come: two on one workload stop each other, and the one that KEDA makes has the name
 * of ours. The number of pods stays as it is meanwhile: it is the workload's.
 */
export const leaveFirst = (leaving: readonly Entry[]): readonly Entry[] =>
  leaving.filter(({ kind }) => autoscalers.has(kind));

/** Those for which the present owner of a field matters: not an autoscaler whose predecessor leaves. */
export const withoutSuccessors = (objects: readonly KubeObject[], leaving: readonly string[]): readonly KubeObject[] =>
  leaving.some((id) => autoscalers.has(id.split('/')[0] ?? ''))
    ? objects.filter(({ kind }) => !autoscalers.has(kind))
    : objects;
