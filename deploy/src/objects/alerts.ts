import { metricNames } from '@sluice/api-contract/metrics';
import type { PrometheusRule } from '../kubernetes.ts';

/** Names of metrics that are not ours: of Prometheus, kube-state-metrics and the Redis exporter. */
export const foreignMetrics = [
  'up',
  'kube_horizontalpodautoscaler_spec_max_replicas',
  'kube_horizontalpodautoscaler_status_condition',
  'kube_horizontalpodautoscaler_status_desired_replicas',
  'redis_connected_slaves',
  'redis_up',
] as const;

const requests = metricNames.httpRequests;
const autoscaler = 'horizontalpodautoscaler="api"';

interface Alert {
  readonly alert: string;
  readonly expr: string;
  readonly for: string;
  readonly severity: 'page' | 'ticket';
  readonly summary: string;
}

/** Each has a paragraph in docs/alerts.md under its name. */
export const alertList: readonly Alert[] = [
  {
    alert: 'SluiceApiAbsent',
    expr: 'absent(up{job="api"} == 1)',
    for: '1m',
    severity: 'page',
    summary: 'Prometheus reaches no pod of the API.',
  },
  {
    alert: 'SluiceApiErrors',
    expr: `sum(rate(${requests}{job="api",status=~"5.."}[5m])) / sum(rate(${requests}{job="api"}[5m])) > 0.01`,
    for: '2m',
    severity: 'page',
    summary: 'More than 1 % of the requests fail.',
  },
  {
    alert: 'SluiceApiSlow',
    expr: `histogram_quantile(0.95, sum by (le) (rate(${metricNames.httpRequestDuration}_bucket{job="api"}[5m]))) > 0.25`,
    for: '5m',
    severity: 'ticket',
    summary: 'The slowest twentieth of the requests takes more than 250 ms.',
  },
  {
    alert: 'SluiceAutoscalerBlind',
    expr: `kube_horizontalpodautoscaler_status_condition{${autoscaler},condition="ScalingActive",status="false"} == 1`,
    for: '2m',
    severity: 'page',
    summary: 'The autoscaler has no metric, so the number of pods stands still.',
  },
  {
    alert: 'SluiceAutoscalerAtMaximum',
    expr: `kube_horizontalpodautoscaler_status_desired_replicas{${autoscaler}} >= kube_horizontalpodautoscaler_spec_max_replicas{${autoscaler}}`,
    for: '15m',
    severity: 'ticket',
    summary: 'The autoscaler has asked for all the pods that it may have for 15 minutes.',
  },
  {
    alert: 'SluiceScalingMetricAbsent',
    expr: `absent(${requests}{job="api"})`,
    for: '2m',
    severity: 'page',
    summary: 'The metric that the API scales on is not there.',
  },
  {
    alert: 'SluiceRedisDown',
    expr: 'redis_up == 0',
    for: '1m',
    severity: 'page',
    summary: 'A Redis node does not answer its exporter.',
  },
  {
    alert: 'SluiceRedisWithoutReplicas',
    expr: 'max(redis_connected_slaves) < 1',
    for: '1m',
    severity: 'page',
    summary: 'The primary has no replica: it refuses writes, and is the only copy.',
  },
];

export const alerts = {
  apiVersion: 'monitoring.coreos.com/v1',
  kind: 'PrometheusRule',
  metadata: { name: 'sluice' },
  spec: {
    groups: [
      {
        name: 'sluice',
        rules: alertList.map(({ alert, expr, for: pending, severity, summary }) => ({
          alert,
          expr,
          for: pending,
          labels: { severity },
          annotations: { summary, runbook_url: `docs/alerts.md#${alert.toLowerCase()}` },
        })),
      },
    ],
  },
} satisfies PrometheusRule;
