import type { Environment } from '../environment.ts';
import type { Container, Patch, PersistentVolumeClaim, StatefulSet } from '../kubernetes.ts';
import { hardenedContainer, hardenedPod } from './hardened.ts';
import { redisLabels, type RedisRole } from './labels.ts';
import { configFolder } from './redis-config.ts';
import { redisProbes } from './redis-probes.ts';
import { exporterPort, redisPort } from './redis-service.ts';
import { passwordVariable, usersFolder, usersSecret } from './redis-users.ts';

export const redisIdentity = (role: RedisRole) =>
  ({ apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: `redis-${role}` } }) as const;

const redis = (role: RedisRole): Container => ({
  name: 'redis',
  image: 'redis',
  imagePullPolicy: 'IfNotPresent',
  command: ['redis-server'],
  args: [`${configFolder}/${role}.conf`],
  env: [passwordVariable('REDISCLI_AUTH', 'probe')],
  ports: [{ name: 'redis', containerPort: redisPort }],
  ...redisProbes(role),
  securityContext: hardenedContainer,
  volumeMounts: [
    { name: 'data', mountPath: '/data' },
    { name: 'config', mountPath: configFolder, readOnly: true },
    { name: 'users', mountPath: usersFolder, readOnly: true },
  ],
});

const exporter: Container = {
  name: 'exporter',
  image: 'exporter',
  imagePullPolicy: 'IfNotPresent',
  env: [{ name: 'REDIS_USER', value: 'exporter' }, passwordVariable('REDIS_PASSWORD', 'exporter')],
  ports: [{ name: 'metrics', containerPort: exporterPort }],
  livenessProbe: { httpGet: { path: '/health', port: 'metrics' }, periodSeconds: 30, timeoutSeconds: 5 },
  securityContext: hardenedContainer,
  resources: {
    requests: { cpu: '10m', memory: '16Mi', 'ephemeral-storage': '16Mi' },
    limits: { memory: '64Mi', 'ephemeral-storage': '64Mi' },
  },
};

/** The Redis nodes of one role, each with its exporter. */
export const redisStatefulSet = (role: RedisRole): StatefulSet => ({
  ...redisIdentity(role),
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
        // Copies that die together are one copy.
        topologySpreadConstraints: [
          {
            topologyKey: 'kubernetes.io/hostname',
            maxSkew: 1,
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: redisLabels(role) },
          },
        ],
        containers: [redis(role), exporter],
        volumes: [
          { name: 'config', configMap: { name: 'redis' } },
          { name: 'users', secret: { secretName: usersSecret, defaultMode: 0o440 } },
        ],
      },
    },
  },
});

/** Number, size and disk of the nodes of one role. */
export function redisStatefulSetPatch(role: RedisRole, environment: Environment): Patch<StatefulSet> {
  const { replicas, storage, failover } = environment.redis;
  // A replica that may become the primary must remember as well.
  const isDurable = storage !== undefined && (role === 'primary' || failover === 'sentinel');
  return {
    ...redisIdentity(role),
    ...(role === 'primary' && environment.tier === 'prod' && { metadata: { name: 'redis-primary', annotations } }),
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

/** What the primary is let off, until when, and why. */
const annotations = {
  'sluice/waive-xr-10': '2027-06-30 one pod: a drain stops writes until it is back, and Sentinel is the way out',
};

const sized = ({ redis: { cpu, memory, memoryLimit } }: Environment): Patch<Container> => ({
  name: 'redis',
  resources: {
    requests: { cpu, memory, 'ephemeral-storage': '128Mi' },
    // Without a volume the append-only file lies on the node: no more than what is in memory, twice while it is rewritten.
    limits: { memory: memoryLimit, 'ephemeral-storage': '4Gi' },
  },
});

const claim = (storage: string): PersistentVolumeClaim => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'data' },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage } } },
});
