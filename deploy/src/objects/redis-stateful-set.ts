import type { Environment } from '../environment.ts';
import type { Container, Patch, PersistentVolumeClaim, StatefulSet } from '../kubernetes.ts';
import { mebibytes } from '../quantity.ts';
import { hardenedContainer, hardenedPod } from './hardened.ts';
import { redisLabels, type RedisRole } from './labels.ts';
import { redisProbes } from './redis-probes.ts';
import { exporterPort, redisHost, redisPort } from './redis-service.ts';

const identity = (role: RedisRole) =>
  ({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: `redis-${role}` } }) as const;

/**
 * The primary writes every change down: were it to come back empty, its replicas would empty themselves after it.
 * A replica writes nothing: it asks the primary again.
 */
const roleArgs = {
  primary: ['--appendonly', 'yes'],
  replica: ['--appendonly', 'no', '--replicaof', redisHost('primary', 0), String(redisPort)],
} as const;

const redis = (role: RedisRole): Container => ({
  name: 'redis',
  image: 'docker.io/library/redis:7.0.15-bookworm',
  imagePullPolicy: 'IfNotPresent',
  command: ['redis-server'],
  // No password yet, hence no protected mode: only the namespace's pods are meant to reach it.
  args: [
    ...['--dir', '/data', '--protected-mode', 'no', '--save', ''],
    ...['--maxmemory', '$(MAX_MEMORY)', '--maxmemory-policy', 'noeviction'],
    ...roleArgs[role],
  ],
  ports: [{ name: 'redis', containerPort: redisPort }],
  ...redisProbes(role),
  securityContext: hardenedContainer,
  volumeMounts: [{ name: 'data', mountPath: '/data' }],
});

const exporter: Container = {
  name: 'exporter',
  image: 'docker.io/oliver006/redis_exporter:v1.45.0',
  imagePullPolicy: 'IfNotPresent',
  ports: [{ name: 'metrics', containerPort: exporterPort }],
  livenessProbe: { httpGet: { path: '/health', port: 'metrics' }, periodSeconds: 30, timeoutSeconds: 5 },
  securityContext: hardenedContainer,
  resources: {
    requests: { cpu: '10m', memory: '16Mi', 'ephemeral-storage': '16Mi' },
    limits: { memory: '64Mi' },
  },
};

/** The Redis nodes of one role, each with its exporter. */
export const redisStatefulSet = (role: RedisRole): StatefulSet => ({
  ...identity(role),
  spec: {
    serviceName: `redis-${role}`,
    // No node waits for another: a replica asks for its primary until it is there.
    podManagementPolicy: 'Parallel',
    revisionHistoryLimit: 5,
    selector: { matchLabels: redisLabels(role) },
    template: {
      metadata: { labels: redisLabels(role) },
      spec: {
        ...hardenedPod,
        serviceAccountName: 'redis',
        terminationGracePeriodSeconds: 30,
        containers: [redis(role), exporter],
      },
    },
  },
});

/** Number, size and disk of the nodes of one role. */
export function redisStatefulSetPatch(role: RedisRole, environment: Environment): Patch<StatefulSet> {
  const { replicas, storage } = environment.redis;
  const isDurable = role === 'primary' && storage !== undefined;
  return {
    ...identity(role),
    spec: {
      replicas: role === 'primary' ? 1 : replicas,
      template: {
        spec: {
          containers: [sized(environment)],
          ...(!isDurable && { volumes: [{ name: 'data', emptyDir: {} }] }),
        },
      },
      ...(isDurable && { volumeClaimTemplates: [claim(storage)] }),
    },
  };
}

const sized = ({ redis: { cpu, memory, memoryLimit } }: Environment): Patch<Container> => ({
  name: 'redis',
  // Three quarters of the limit: what remains holds the buffers of replicas and the copies of a rewrite.
  env: [{ name: 'MAX_MEMORY', value: `${mebibytes(memoryLimit, 0.75)}mb` }],
  resources: {
    requests: { cpu, memory, 'ephemeral-storage': '128Mi' },
    limits: { memory: memoryLimit },
  },
});

const claim = (storage: string): PersistentVolumeClaim => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
});
