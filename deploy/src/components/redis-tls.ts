import type { Container, Deployment, Patch, StatefulSet } from '../kubernetes.ts';
import { redisRoles, type RedisRole } from '../objects/labels.ts';
import { redisPort } from '../objects/redis-service.ts';
import { redisIdentity } from '../objects/redis-stateful-set.ts';
import { tlsFolder, tlsSecret } from '../objects/redis-tls.ts';
import type { Component } from './component.ts';

const mount = { name: 'tls', mountPath: tlsFolder, readOnly: true };
const volume = { name: 'tls', secret: { secretName: tlsSecret, defaultMode: 0o440 } };
const authority = `${tlsFolder}/ca.crt`;

/** Nothing listens that is not encrypted, replication included. */
const extra = [
  'port 0',
  `tls-port ${redisPort}`,
  `tls-cert-file ${tlsFolder}/tls.crt`,
  `tls-key-file ${tlsFolder}/tls.key`,
  `tls-ca-cert-file ${authority}`,
  // Clients show who they are by user and password.
  'tls-auth-clients no',
  'tls-replication yes',
  '',
].join('\n');

const server = (role: RedisRole): Patch<StatefulSet> => ({
  ...redisIdentity(role),
  spec: {
    template: {
      spec: {
        containers: [
          {
            name: 'redis',
            env: [{ name: 'CLI_FLAGS', value: `--tls --cacert ${authority}` }],
            volumeMounts: [mount],
          },
          {
            name: 'exporter',
            env: [
              { name: 'REDIS_ADDR', value: `rediss://localhost:${redisPort}` },
              { name: 'REDIS_EXPORTER_TLS_CA_CERT_FILE', value: authority },
            ],
            volumeMounts: [mount],
          },
        ] satisfies Patch<Container>[],
        volumes: [volume],
      },
    },
  },
});

/** The API trusts the authority; its addresses say `rediss:`. */
const client: Patch<Deployment> = {
  ...{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'api' } },
  spec: {
    template: {
      spec: {
        containers: [{ name: 'api', env: [{ name: 'REDIS_CA_FILE', value: authority }], volumeMounts: [mount] }],
        // The API needs no key.
        volumes: [{ ...volume, secret: { ...volume.secret, items: [{ key: 'ca.crt', path: 'ca.crt' }] } }],
      },
    },
  },
};

/** Connections to Redis and between its nodes are encrypted. */
export const redisTls: Component = {
  patches: {
    ...Object.fromEntries(redisRoles.map((role) => [`redis-${role}.patch.yaml`, server(role)])),
    'api.patch.yaml': client,
  },
  redisConfig: { 'extra-tls.conf': extra },
};
