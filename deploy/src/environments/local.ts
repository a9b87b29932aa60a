import { API_NODE_PORT } from '@sluice/api-contract/http';
import { defineEnvironment } from '../environment.ts';
import { publicImages } from '../public-images.ts';

/** The lab: one node of two cores that also runs the load. Small requests, so that more pods fit. */
export default defineEnvironment({
  name: 'local',
  tier: 'local',
  kubeContext: 'sluice-lab',
  namespace: 'sluice',
  apiUrl: `http://127.0.0.1:${API_NODE_PORT}`,
  networkNamespace: 'sluice-lab',
  nodes: { count: 1, zones: 1, cpu: '2', memory: '3Gi' },
  quota: { cpu: '1500m', memory: '2Gi', memoryLimit: '4Gi', pods: 30 },
  images: { api: { name: 'docker.io/sluice/api', tag: 'local' }, ...publicImages },
  secrets: { source: 'generated' },
  api: {
    // So small that the short load needs three pods on a fast machine too.
    cpu: '50m',
    cpuLimit: '500m',
    memory: '128Mi',
    memoryLimit: '256Mi',
    replicas: { min: 1, max: 6 },
    typicalReplicas: 2,
    targetCpuUtilization: 60,
    scaleOn: { signal: 'cpu' },
    scaleDownWindowS: 60,
    spread: 'ScheduleAnyway',
    nodePort: API_NODE_PORT,
    seedItem: true,
  },
  redis: {
    cpu: '50m',
    memory: '32Mi',
    memoryLimit: '128Mi',
    replicas: 2,
    minReplicasToWrite: 1,
    failover: 'none',
    tls: false,
  },
});
