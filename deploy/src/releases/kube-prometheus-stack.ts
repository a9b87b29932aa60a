import { monitoringNamespace } from '../components/monitoring.ts';
import { defineRelease } from '../helm/release.ts';

/** The keys of the chart that we set; it ships no schema of its values. */
interface Values {
  readonly crds: { readonly enabled: boolean };
  readonly grafana: { readonly enabled: boolean };
  readonly prometheus: { readonly prometheusSpec: PrometheusSpec };
}
type Selector = `${'podMonitor' | 'probe' | 'rule' | 'scrapeConfig' | 'serviceMonitor'}SelectorNilUsesHelmValues`;
type PrometheusSpec = Readonly<Record<Selector, boolean>> & {
  readonly retention: string;
  readonly replicas: number;
};

const values: Values = {
  // A step of ours, since Helm never upgrades them.
  crds: { enabled: false },
  grafana: { enabled: false },
  prometheus: {
    prometheusSpec: {
      // Otherwise it sees only what carries the label of this very release.
      podMonitorSelectorNilUsesHelmValues: false,
      probeSelectorNilUsesHelmValues: false,
      ruleSelectorNilUsesHelmValues: false,
      scrapeConfigSelectorNilUsesHelmValues: false,
      serviceMonitorSelectorNilUsesHelmValues: false,
      retention: '15d',
      replicas: 2,
    },
  },
};

/** The Prometheus Operator, Prometheus, Alertmanager, kube-state-metrics and the node exporter. */
export const kubePrometheusStack = defineRelease({
  name: 'kube-prometheus-stack',
  namespace: monitoringNamespace,
  chart: {
    name: 'kube-prometheus-stack',
    repository: 'https://prometheus-community.github.io/helm-charts',
    version: '88.5.3',
  },
  values: { ...values },
  timeoutS: 900,
});
