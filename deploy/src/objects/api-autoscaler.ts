import type { Environment } from '../environment.ts';
import type { HorizontalPodAutoscaler, Patch } from '../kubernetes.ts';
import { scaleDown, scaleUp } from './scaling-behaviour.ts';

const identity = { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler', metadata: { name: 'api' } } as const;

/** What and how: the same everywhere. How many is the environment's, so this alone is no whole object. */
export const apiAutoscaler: Patch<HorizontalPodAutoscaler> = {
  ...identity,
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' },
    behavior: { scaleUp },
  },
};

/** How many pods, at which load, and how slowly they go. */
export const apiAutoscalerPatch = ({ api }: Environment): Patch<HorizontalPodAutoscaler> => ({
  ...identity,
  spec: {
    minReplicas: api.replicas.min,
    maxReplicas: api.replicas.max,
    metrics: [
      {
        // Of the one container: a sidecar's idle request would water the average down.
        type: 'ContainerResource',
        containerResource: {
          name: 'cpu',
          container: 'api',
          target: { type: 'Utilization', averageUtilization: api.targetCpuUtilization },
        },
      },
    ],
    behavior: { scaleDown: scaleDown(api.scaleDownWindowS) },
  },
});
