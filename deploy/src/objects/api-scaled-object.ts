import { metricNames } from '@sluice/api-contract/metrics';
import type { Environment } from '../environment.ts';
import type { Patch, ScaledObject } from '../kubernetes.ts';
import { apiLabels } from './labels.ts';
import { scaleDown, scaleUp } from './scaling-behaviour.ts';

const identity = { apiVersion: 'keda.sh/v1alpha1', kind: 'ScaledObject', metadata: { name: 'api' } } as const;

/** What and how: the same everywhere. The HPA that KEDA makes is named as ours would be. */
export const apiScaledObject = {
  ...identity,
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' },
    advanced: { horizontalPodAutoscalerConfig: { name: 'api', behavior: { scaleUp } } },
  },
};

/** How many pods, and at how many requests for each. */
export const apiScaledObjectPatch = ({
  namespace,
  api: { replicas, scaleOn, scaleDownWindowS, targetCpuUtilization },
  monitoring,
}: Environment): Patch<ScaledObject> | undefined =>
  scaleOn.signal === 'requests' && monitoring
    ? {
        ...identity,
        spec: {
          minReplicaCount: replicas.min,
          maxReplicaCount: replicas.max,
          // Without a signal the pods stay as many as they are, unless CPU asks for more.
          fallback: { failureThreshold: 3, replicas: replicas.min, behavior: 'currentReplicasIfHigher' },
          advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: scaleDown(scaleDownWindowS) } } },
          triggers: [
            {
              ...{ type: 'prometheus', name: 'offered-requests', metricType: 'AverageValue' },
              metadata: {
                serverAddress: monitoring.prometheusUrl,
                query: offeredRequests(namespace, monitoring.scrapeIntervalS),
                threshold: String(scaleOn.perPodPerS),
                // No answer is not "no load": the default would scale to the minimum.
                ignoreNullValues: 'false',
              },
            },
            {
              ...{ type: 'cpu', name: 'cpu', metricType: 'Utilization' },
              metadata: { value: String(targetCpuUtilization), containerName: 'api' },
            },
          ],
        },
      }
    : undefined;

/**
 * Requests per second that are offered to all pods. The highest of the last 12 s: a new pod's requests are not seen before
 * Prometheus has found it, some 6 s after it is ready, and the sum would fall just after it rose.
 */
const offeredRequests = (namespace: string, scrapeIntervalS: number): string => {
  const windowS = Math.max(5, 3 * scrapeIntervalS);
  const selector = `{namespace="${namespace}",service="${apiLabels['app.kubernetes.io/name']}"}`;
  return `max_over_time(sum(rate(${metricNames.httpOffered}${selector}[${windowS}s]))[12s:1s])`;
};
