import { defineEnvironment } from '../environment.ts';
import { unpublished } from '../environment-parts.ts';

/** What users meet: never one pod alone, slow to let go of pods. */
export default defineEnvironment({
  name: 'prod',
  tier: 'prod',
  kubeContext: 'sluice-prod',
  namespace: 'sluice',
  apiUrl: 'http://api.sluice.svc.cluster.local',
  nodes: { count: 6, zones: 3, cpu: '8', memory: '30Gi' },
  quota: { cpu: '20', memory: '24Gi', memoryLimit: '32Gi', pods: 80 },
  // The pipeline writes a digest down when it has published the image; the others come with the mirror's.
  images: {
    api: { name: 'docker.io/sluice/api', digest: unpublished },
    redis: { name: 'docker.io/library/redis', digest: unpublished },
    exporter: { name: 'docker.io/oliver006/redis_exporter', digest: unpublished },
  },
  secrets: { source: 'external-secrets', clusterStore: 'vault', path: 'sluice/prod' },
  api: {
    cpu: '500m',
    memory: '256Mi',
    memoryLimit: '384Mi',
    replicas: { min: 3, max: 24 },
    typicalReplicas: 5,
    targetCpuUtilization: 60,
    scaleOn: { signal: 'requests', perPodPerS: 160 },
    scaleDownWindowS: 300,
    spread: 'DoNotSchedule',
    clientNamespaces: ['ingress'],
    seedItem: false,
  },
  redis: {
    cpu: '250m',
    memory: '512Mi',
    memoryLimit: '2Gi',
    replicas: 3,
    minReplicasToWrite: 1,
    storage: '10Gi',
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
