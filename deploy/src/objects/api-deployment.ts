import { API_PORT, paths } from '@sluice/api-contract/http';
import type { Environment } from '../environment.ts';
import type { Container, Deployment, Patch, Probe } from '../kubernetes.ts';
import { mebibytes } from '../quantity.ts';
import { hardenedContainer, hardenedPod } from './hardened.ts';
import { apiLabels } from './labels.ts';

const identity = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api' } } as const;

/** How long a pod serves on after it was told to go, while proxies still send to it, in seconds. */
const preStopS = 5;
/** How long the API itself then still answers, telling clients on kept connections to close them. */
export const drainMs = 3_000;

const get = (path: string): Probe => ({ httpGet: { path, port: 'http' } });

const container: Container = {
  name: 'api',
  image: 'api',
  imagePullPolicy: 'IfNotPresent',
  ports: [{ name: 'http', containerPort: API_PORT }],
  envFrom: [{ configMapRef: { name: 'api' } }],
  // A start is looked at every second, so that a new pod serves as soon as it can.
  startupProbe: { ...get(paths.livez), periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 60 },
  // Liveness knows nothing of Redis and is patient: a busy pod must not be restarted for being busy.
  livenessProbe: { ...get(paths.livez), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  readinessProbe: { ...get(paths.readyz), periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 3 },
  lifecycle: { preStop: { sleep: { seconds: preStopS } } },
  securityContext: hardenedContainer,
  volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
};

/** The API. No `replicas`: the autoscaler owns the scale. */
export const apiDeployment: Deployment = {
  ...identity,
  spec: {
    revisionHistoryLimit: 5,
    progressDeadlineSeconds: 180,
    strategy: { type: 'RollingUpdate', rollingUpdate: { maxSurge: 1, maxUnavailable: 0 } },
    selector: { matchLabels: apiLabels },
    template: {
      metadata: { labels: apiLabels },
      spec: {
        ...hardenedPod,
        serviceAccountName: 'api',
        terminationGracePeriodSeconds: 30,
        containers: [container],
        volumes: [{ name: 'tmp', emptyDir: { sizeLimit: '64Mi' } }],
      },
    },
  },
};

/** Size, limits and spread of the API's pods. */
export const apiDeploymentPatch = ({ api }: Environment): Patch<Deployment> => ({
  ...identity,
  spec: {
    template: {
      spec: {
        topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
          topologyKey,
          maxSkew: 1,
          whenUnsatisfiable: api.spread,
          labelSelector: { matchLabels: apiLabels },
          // Spread this revision's pods: counting the old ones leaves the new ones lopsided after a rollout.
          matchLabelKeys: ['pod-template-hash'],
        })),
        containers: [
          {
            name: 'api',
            // A quarter of the limit is left to what is not the heap.
            env: [{ name: 'NODE_OPTIONS', value: `--max-old-space-size=${mebibytes(api.memoryLimit, 0.75)}` }],
            resources: {
              requests: { cpu: api.cpu, memory: api.memory, 'ephemeral-storage': '64Mi' },
              limits: { memory: api.memoryLimit, ...(api.cpuLimit !== undefined && { cpu: api.cpuLimit }) },
            },
          },
        ],
      },
    },
  },
});
