import type { Service, StatefulSet } from '../kubernetes.ts';
import { hardenedContainer, hardenedPod } from './hardened.ts';
import { sentinelLabels } from './labels.ts';
import { configFolder } from './redis-config.ts';
import { redisHost, redisPort } from './redis-service.ts';
import { usersFolder, usersSecret } from './redis-users.ts';

export const sentinelPort = 26_379;
const sentinels = 3;

/** What they call the primary. */
export const sentinelName = 'sluice';

/** Where the API finds each. */
export const sentinelUrls: readonly string[] = Array.from(
  { length: sentinels },
  (_, index) => `redis://redis-sentinel-${index}.redis-sentinel:${sentinelPort}`,
);

/** More than half of them. */
const quorum = 2;

/** Words such as `monitor` are Sentinel's own; `sluice` is the name that clients ask for. */
export const sentinelConfig = [
  `port ${sentinelPort}`,
  'protected-mode no',
  'sentinel resolve-hostnames yes',
  'sentinel announce-hostnames yes',
  `sentinel monitor ${sentinelName} ${redisHost('primary', 0)} ${redisPort} ${quorum}`,
  'sentinel down-after-milliseconds sluice 3000',
  'sentinel failover-timeout sluice 20000',
  'sentinel parallel-syncs sluice 1',
  '',
].join('\n');

export const sentinelService: Service = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'redis-sentinel', labels: sentinelLabels },
  spec: {
    clusterIP: 'None',
    // Sentinels find each other through Redis, and clients ask all of them.
    publishNotReadyAddresses: true,
    selector: sentinelLabels,
    ports: [{ name: 'sentinel', port: sentinelPort, targetPort: 'sentinel' }],
  },
};

/** Sentinel writes what it learns into its configuration, so each start begins from a copy in memory. */
const start = [
  `cat ${configFolder}/sentinel.conf ${usersFolder}/sentinel-login.conf > /data/sentinel.conf`,
  `echo "sentinel announce-ip $(hostname).redis-sentinel" >> /data/sentinel.conf`,
  'exec redis-server /data/sentinel.conf --sentinel',
].join('\n');

const ask = (timeoutS: number, command: string) => `timeout ${timeoutS} redis-cli -p ${sentinelPort} ${command}`;
const probe = (script: string) => ({ exec: { command: ['sh', '-c', script] }, periodSeconds: 5, timeoutSeconds: 3 });

export const sentinelStatefulSet: StatefulSet = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'redis-sentinel' },
  spec: {
    serviceName: 'redis-sentinel',
    replicas: sentinels,
    podManagementPolicy: 'Parallel',
    revisionHistoryLimit: 5,
    selector: { matchLabels: sentinelLabels },
    template: {
      metadata: { labels: sentinelLabels },
      spec: {
        ...hardenedPod,
        serviceAccountName: 'redis',
        terminationGracePeriodSeconds: 10,
        topologySpreadConstraints: [
          {
            topologyKey: 'kubernetes.io/hostname',
            maxSkew: 1,
            whenUnsatisfiable: 'ScheduleAnyway',
            labelSelector: { matchLabels: sentinelLabels },
          },
        ],
        containers: [
          {
            name: 'sentinel',
            image: 'redis',
            imagePullPolicy: 'IfNotPresent',
            command: ['sh', '-c', start],
            ports: [{ name: 'sentinel', containerPort: sentinelPort }],
            // Ready is who knows enough others to decide; a lonely one is alive all the same.
            readinessProbe: probe(`${ask(2, 'sentinel ckquorum sluice')} | grep -q '^OK'`),
            livenessProbe: { ...probe(`[ "$(${ask(2, 'ping')})" = PONG ]`), periodSeconds: 10, failureThreshold: 3 },
            securityContext: hardenedContainer,
            resources: {
              requests: { cpu: '20m', memory: '16Mi', 'ephemeral-storage': '16Mi' },
              limits: { memory: '64Mi', 'ephemeral-storage': '64Mi' },
            },
            volumeMounts: [
              { name: 'data', mountPath: '/data' },
              { name: 'config', mountPath: configFolder, readOnly: true },
              { name: 'users', mountPath: usersFolder, readOnly: true },
            ],
          },
        ],
        volumes: [
          { name: 'data', emptyDir: { sizeLimit: '16Mi' } },
          { name: 'config', configMap: { name: 'redis' } },
          { name: 'users', secret: { secretName: usersSecret, defaultMode: 0o440 } },
        ],
      },
    },
  },
};
