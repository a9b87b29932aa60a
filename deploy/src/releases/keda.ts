import { defineRelease } from '../helm/release.ts';

/** Scales on what Prometheus says; the one owner of external metrics. */
export const keda = defineRelease({
  name: 'keda',
  namespace: 'keda',
  chart: { name: 'keda', repository: 'https://kedacore.github.io/charts', version: '2.21.0' },
  values: {
    crds: { install: false },
    operator: { replicaCount: 2 },
    metricsServer: { replicaCount: 2 },
    podDisruptionBudget: { operator: { maxUnavailable: 1 }, metricServer: { maxUnavailable: 1 } },
  },
});
