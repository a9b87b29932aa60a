import { API_PORT, paths } from '@sluice/api-contract/http';
import type { Environment } from '../environment.ts';
import type { Container, Deployment, Patch, Probe } from '../kubernetes.ts';
import { mebibytes } from '../quantity.ts';
import { apiRedisUrls } from './api-config.ts';
import { tokensVariable } from './api-tokens.ts';
import { hardenedContainer, hardenedPod } from './hardened.ts';
import { apiLabels } from './labels.ts';
import { usersFolder, usersSecret } from './redis-users.ts';

const identity = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api' } } as const;

/** How long a pod serves on after it was told to go, while proxies still send to it, in seconds. */
const preStopS = 5;

const get = (path: string): Probe => ({ httpGet: { path, port: 'http' } });

const container: Container = {
  name: 'api',
  image: 'api',
  imagePullPolicy: 'IfNotPresent',
  ports: [{ name: 'http', containerPort: API_PORT }],
  envFrom: [{ configMapRef: { name: 'api' } }],
  env: [tokensVariable],
  // A start is looked at every second, so that a new pod serves as soon as it can.
  startupProbe: { ...get(paths.livez), periodSeconds: 1, timeoutSeconds: 1, failureThreshold: 60 },
  // Liveness knows nothing of Redis and is patient: a busy pod must not be restarted for being busy.
  livenessProbe: { ...get(paths.livez), periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
  readinessProbe: { ...get(paths.readyz), periodSeconds: 2, timeoutSeconds: 2, failureThreshold: 3 },
  lifecycle: { preStop: { sleep: { seconds: preStopS } } },
  securityContext: hardenedContainer,
  volumeMounts: [
    { name: 'tmp', mountPath: '/tmp' },
    { name: 'users', mountPath: usersFolder, readOnly: true },
  ],
};

/** The API. No `replicas`: the autoscaler owns the scale. */
export const apiDeployment: Deployment = {
  ...identity,
  spec: {
    revisionHistoryLimit: 5,
    // Ready for a moment only is not ready.
    minReadySeconds: 3,
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
        volumes: [
          { name: 'tmp', emptyDir: { sizeLimit: '64Mi' } },
          // Its own password, and no other's.
          {
            name: 'users',
            secret: { secretName: usersSecret, defaultMode: 0o440, items: [{ key: 'api', path: 'api' }] },
          },
        ],
      },
    },
  },
};

/** Size, limits and spread of the API's pods. */
export const apiDeploymentPatch = (environment: Environment): Patch<Deployment> => ({
  ...identity,
  spec: {
    template: {
      spec: {
        topologySpreadConstraints: ['kubernetes.io/hostname', 'topology.kubernetes.io/zone'].map((topologyKey) => ({
          topologyKey,
          maxSkew: 1,
          whenUnsatisfiable: environment.api.spread,
          labelSelector: { matchLabels: apiLabels },
          // Spread this revision's pods: counting the old ones leaves the new ones lopsided after a rollout.
          matchLabelKeys: ['pod-template-hash'],
        })),
        containers: [sized(environment)],
      },
    },
  },
});

const sized = (environment: Environment): Patch<Container> => {
  const { cpu, cpuLimit, memory, memoryLimit } = environment.api;
  return {
    name: 'api',
    env: [
      // A quarter of the limit is left to what is not the heap.
      { name: 'NODE_OPTIONS', value: `--max-old-space-size=${mebibytes(memoryLimit, 0.75)}` },
      ...Object.entries(apiRedisUrls(environment)).map(([name, value]) => ({ name, value })),
    ],
    resources: {
      requests: { cpu, memory, 'ephemeral-storage': '64Mi' },
      limits: { memory: memoryLimit, 'ephemeral-storage': '128Mi', ...(cpuLimit !== undefined && { cpu: cpuLimit }) },
    },
  };
};
