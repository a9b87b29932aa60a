import { defineEnvironment } from '../environment.ts';

/** What users meet: never one pod alone, slow to let go of pods. */
export const prod = defineEnvironment({
  name: 'prod',
  kubeContext: 'sluice-prod',
  namespace: 'sluice',
  apiUrl: 'http://api.sluice.svc.cluster.local',
  image: { name: 'docker.io/sluice/api', tag: '0.1.0' },
  api: {
    cpu: '500m',
    memory: '256Mi',
    memoryLimit: '384Mi',
    replicas: { min: 3, max: 24 },
    targetCpuUtilization: 60,
    scaleDownWindowS: 300,
    spread: 'DoNotSchedule',
    seedItem: false,
  },
  redis: { cpu: '250m', memory: '512Mi', memoryLimit: '2Gi', replicas: 3, storage: '10Gi' },
});
