import { defineEnvironment } from '../environment.ts';

/** Prod's shape at a smaller size. */
export const staging = defineEnvironment({
  name: 'staging',
  kubeContext: 'sluice-staging',
  namespace: 'sluice',
  apiUrl: 'http://api.sluice.svc.cluster.local',
  image: { name: 'docker.io/sluice/api', tag: '0.1.0' },
  api: {
    cpu: '250m',
    memory: '192Mi',
    memoryLimit: '256Mi',
    replicas: { min: 2, max: 8 },
    targetCpuUtilization: 60,
    scaleDownWindowS: 120,
    spread: 'DoNotSchedule',
    seedItem: false,
  },
  redis: { cpu: '100m', memory: '128Mi', memoryLimit: '512Mi', replicas: 2, storage: '2Gi' },
});
