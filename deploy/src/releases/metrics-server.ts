import { defineRelease } from '../helm/release.ts';

/** CPU and memory of pods, which the autoscaler reads. */
export const metricsServer = defineRelease({
  name: 'metrics-server',
  namespace: 'kube-system',
  chart: {
    name: 'metrics-server',
    repository: 'https://kubernetes-sigs.github.io/metrics-server',
    version: '3.13.0',
  },
  values: { replicas: 2, podDisruptionBudget: { enabled: true, maxUnavailable: 1 } },
});
