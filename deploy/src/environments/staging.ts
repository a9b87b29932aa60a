import { defineEnvironment } from '../environment.ts';
import { publicImages } from '../public-images.ts';

/** Prod's shape at a smaller size. */
export default defineEnvironment({
  name: 'staging',
  tier: 'staging',
  kubeContext: 'sluice-staging',
  namespace: 'sluice',
  apiUrl: 'http://api.sluice.svc.cluster.local',
  nodes: { count: 3, zones: 3, cpu: '4', memory: '14Gi' },
  quota: { cpu: '6', memory: '8Gi', memoryLimit: '12Gi', pods: 40 },
  images: { api: { name: 'docker.io/sluice/api', tag: '0.1.0' }, ...publicImages },
  secrets: { source: 'external-secrets', clusterStore: 'vault', path: 'sluice/staging' },
  api: {
    cpu: '250m',
    memory: '192Mi',
    memoryLimit: '256Mi',
    replicas: { min: 2, max: 8 },
    typicalReplicas: 2,
    targetCpuUtilization: 60,
    scaleOn: { signal: 'requests', perPodPerS: 80 },
    scaleDownWindowS: 120,
    spread: 'DoNotSchedule',
    clientNamespaces: ['ingress'],
    seedItem: false,
  },
  redis: {
    cpu: '100m',
    memory: '128Mi',
    memoryLimit: '512Mi',
    replicas: 2,
    minReplicasToWrite: 1,
    storage: '2Gi',
    failover: 'none',
    tls: true,
  },
  monitoring: {
    namespace: 'monitoring',
    prometheusUrl: 'http://prometheus-operated.monitoring.svc.cluster.local:9090',
    scrapeIntervalS: 5,
  },
  releases: ['metrics-server', 'kube-prometheus-stack', 'keda', 'external-secrets', 'loki', 'alloy'],
});
