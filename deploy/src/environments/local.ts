import { API_NODE_PORT } from '@sluice/api-contract/http';
import { defineEnvironment } from '../environment.ts';

/** The lab: one node of two cores that also runs the load. Small requests, so that more pods fit. */
export const local = defineEnvironment({
  name: 'local',
  kubeContext: 'sluice-lab',
  namespace: 'sluice',
  apiUrl: `http://127.0.0.1:${API_NODE_PORT}`,
  networkNamespace: 'sluice-lab',
  image: { name: 'docker.io/sluice/api', tag: 'local' },
  api: {
    cpu: '100m',
    cpuLimit: '500m',
    memory: '128Mi',
    memoryLimit: '256Mi',
    replicas: { min: 1, max: 6 },
    targetCpuUtilization: 60,
    scaleDownWindowS: 60,
    spread: 'ScheduleAnyway',
    nodePort: API_NODE_PORT,
    seedItem: true,
  },
  redis: { cpu: '50m', memory: '32Mi', memoryLimit: '128Mi', replicas: 2 },
});
