import type { Environment } from '../environment.ts';
import type { ExternalSecret, Patch } from '../kubernetes.ts';
import { tokensKey, tokensSecret } from './api-tokens.ts';
import { tlsSecret } from './redis-tls.ts';
import { aclFile, loginFiles, redisUsers, usersSecret } from './redis-users.ts';

const identity = (name: string) =>
  ({ apiVersion: 'external-secrets.io/v1', kind: 'ExternalSecret', metadata: { name } }) as const;

/** External Secrets' template language: the value under a key, or its sum. */
const value = (key: string) => `{{ .${key} }}`;
const sum = (key: string) => `{{ .${key} | sha256sum }}`;

/** Each user's password under its name; the files that Redis reads are made of them in the cluster. */
export const redisUsersExternal = {
  ...identity(usersSecret),
  spec: {
    refreshInterval: '1h',
    target: {
      name: usersSecret,
      template: {
        data: {
          ...Object.fromEntries(redisUsers.map((user) => [user, value(user)])),
          'users.acl': aclFile(sum),
          ...loginFiles(value),
        },
      },
    },
  },
};

export const redisTlsExternal = {
  ...identity(tlsSecret),
  spec: { refreshInterval: '1h', target: { name: tlsSecret, template: { type: 'kubernetes.io/tls' } } },
};

export const apiTokensExternal = {
  ...identity(tokensSecret),
  spec: { refreshInterval: '1h', target: { name: tokensSecret } },
};

const tlsKeys = ['tls.crt', 'tls.key', 'ca.crt'];

const reference = (
  name: string,
  keys: readonly string[],
  { secrets }: Environment,
): Patch<ExternalSecret> | undefined =>
  secrets.source === 'generated'
    ? undefined
    : {
        ...identity(name),
        spec: {
          secretStoreRef: { kind: 'ClusterSecretStore', name: secrets.clusterStore },
          data: keys.map((key) => ({
            secretKey: key,
            remoteRef: { key: `${secrets.path}/${name}`, property: key },
          })),
        },
      };

export const redisUsersReference = (environment: Environment) => reference(usersSecret, redisUsers, environment);
export const apiTokensReference = (environment: Environment) => reference(tokensSecret, [tokensKey], environment);
export const redisTlsReference = (environment: Environment) =>
  environment.redis.tls ? reference(tlsSecret, tlsKeys, environment) : undefined;
