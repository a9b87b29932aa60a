import { alerts } from '../objects/alerts.ts';
import { anyRedisLabels, apiLabels } from '../objects/labels.ts';
import { allow, from, port } from '../objects/network-policy.ts';
import { serviceMonitor } from '../objects/service-monitor.ts';
import { files, type Component } from './component.ts';

/** Where Prometheus lives unless an overlay says otherwise. */
export const monitoringNamespace = 'monitoring';

/** What Prometheus scrapes, what it warns about, and its way in. */
export const monitoring: Component = {
  objects: files(
    serviceMonitor('api', apiLabels, 'http'),
    serviceMonitor('redis', anyRedisLabels, 'metrics'),
    alerts,
    allow('api-metrics', apiLabels, {
      ingress: [{ from: [from.namespace(monitoringNamespace)], ports: [port('http')] }],
    }),
    allow('redis-metrics', anyRedisLabels, {
      ingress: [{ from: [from.namespace(monitoringNamespace)], ports: [port('metrics')] }],
    }),
  ),
};
