import { monitoringNamespace } from '../components/monitoring.ts';
import { defineRelease } from '../helm/release.ts';

/** Keeps logs. One process is enough for what this API writes. */
export const loki = defineRelease({
  name: 'loki',
  namespace: monitoringNamespace,
  chart: { name: 'loki', repository: 'https://grafana.github.io/helm-charts', version: '6.53.0' },
  values: {
    deploymentMode: 'SingleBinary',
    loki: {
      auth_enabled: false,
      commonConfig: { replication_factor: 1 },
      storage: { type: 'filesystem' },
      schemaConfig: {
        configs: [
          {
            ...{ from: '2026-01-01', store: 'tsdb', object_store: 'filesystem', schema: 'v13' },
            index: { prefix: 'index_', period: '24h' },
          },
        ],
      },
    },
    singleBinary: { replicas: 1 },
    ...{ read: { replicas: 0 }, write: { replicas: 0 }, backend: { replicas: 0 } },
    ...{ chunksCache: { enabled: false }, resultsCache: { enabled: false } },
  },
});
