import { metricNames } from '@sluice/api-contract/metrics';
import { alertList } from './alerts.ts';

const requests = metricNames.httpRequests;
const bucket = `${metricNames.httpRequestDuration}_bucket`;
const hpa = 'kube_horizontalpodautoscaler';

/** Series in which all is well, as promtool writes them: value, step, count. */
const well: Readonly<Record<string, string>> = {
  'up{job="api"}': '1x30',
  [`${requests}{job="api",status="200"}`]: '0+600x30',
  [`${requests}{job="api",status="500"}`]: '0+1x30',
  [`${bucket}{job="api",le="0.1"}`]: '0+600x30',
  [`${bucket}{job="api",le="0.5"}`]: '0+600x30',
  [`${bucket}{job="api",le="+Inf"}`]: '0+600x30',
  [`${hpa}_status_condition{horizontalpodautoscaler="api",condition="ScalingActive",status="false"}`]: '0x30',
  [`${hpa}_status_desired_replicas{horizontalpodautoscaler="api"}`]: '2x30',
  [`${hpa}_spec_max_replicas{horizontalpodautoscaler="api"}`]: '6x30',
  'redis_up{pod="redis-primary-0"}': '1x30',
  'redis_connected_slaves{pod="redis-primary-0"}': '2x30',
};

/** What goes wrong, and which alert then fires. `undefined`: the series is gone. */
const wrong: Readonly<Record<string, Readonly<Record<string, string | undefined>>>> = {
  SluiceApiAbsent: { 'up{job="api"}': '0x30' },
  SluiceApiErrors: { [`${requests}{job="api",status="500"}`]: '0+30x30' },
  SluiceApiSlow: { [`${bucket}{job="api",le="0.1"}`]: '0+300x30' },
  SluiceAutoscalerBlind: {
    [`${hpa}_status_condition{horizontalpodautoscaler="api",condition="ScalingActive",status="false"}`]: '1x30',
  },
  SluiceAutoscalerAtMaximum: { [`${hpa}_status_desired_replicas{horizontalpodautoscaler="api"}`]: '6x30' },
  SluiceScalingMetricAbsent: {
    [`${requests}{job="api",status="200"}`]: undefined,
    [`${requests}{job="api",status="500"}`]: undefined,
  },
  SluiceRedisDown: { 'redis_up{pod="redis-primary-0"}': '0x30' },
  SluiceRedisWithoutReplicas: { 'redis_connected_slaves{pod="redis-primary-0"}': '0x30' },
};

const test = (name: string, series: Readonly<Record<string, string | undefined>>, firing?: string) => ({
  name,
  interval: '1m',
  input_series: Object.entries(series)
    .filter(([, values]) => values !== undefined)
    .map(([series, values]) => ({ series, values })),
  promql_expr_test: [
    {
      expr: 'count by (alertname) (ALERTS{alertstate="firing"})',
      eval_time: '20m',
      exp_samples: firing === undefined ? [] : [{ labels: `{alertname="${firing}"}`, value: 1 }],
    },
  ],
});

/** For `promtool test rules`: silence when all is well, and for each alert that it fires, and no other. */
export const alertTests = {
  rule_files: ['rules.yaml'],
  evaluation_interval: '1m',
  tests: [test('all is well', well), ...alertList.map(({ alert }) => test(alert, { ...well, ...wrong[alert] }, alert))],
};
