import { monitoringNamespace } from '../components/monitoring.ts';
import { defineRelease } from '../helm/release.ts';

/** Alloy's own language: the logs of every pod of the node it runs on, to Loki. */
const configuration = `
discovery.kubernetes "pods" {
  role = "pod"
}
loki.source.kubernetes "pods" {
  targets    = discovery.kubernetes.pods.targets
  forward_to = [loki.write.loki.receiver]
}
loki.write "loki" {
  endpoint {
    url = "http://loki.${monitoringNamespace}.svc.cluster.local:3100/loki/api/v1/push"
  }
}
`;

/** Carries logs to Loki, in the place of promtail, which has come to its end. */
export const alloy = defineRelease({
  name: 'alloy',
  namespace: monitoringNamespace,
  chart: { name: 'alloy', repository: 'https://grafana.github.io/helm-charts', version: '1.10.1' },
  values: { crds: { create: false }, alloy: { configMap: { content: configuration } } },
});
