import type { Environment } from '../environment.ts';
import type { Service } from '../kubernetes.ts';
import { redisLabels, type RedisRole } from './labels.ts';

/** Redis' own port; the contract does not name it, since the API only sees URLs. */
export const redisPort = 6379;
export const exporterPort = 9121;

/**
 * Headless: each pod has a name of its own. The names of pods that are not ready stay, because the API judges each
 * node itself and a primary that restarts must not vanish from DNS.
 */
export const redisService = (role: RedisRole): Service => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: `redis-${role}`, labels: redisLabels(role) },
  spec: {
    clusterIP: 'None',
    publishNotReadyAddresses: true,
    selector: redisLabels(role),
    ports: [
      { name: 'redis', port: redisPort, targetPort: 'redis' },
      { name: 'metrics', port: exporterPort, targetPort: 'metrics' },
    ],
  },
});

/** Name of one pod, from inside the namespace. */
export const redisHost = (role: RedisRole, index: number): string => `redis-${role}-${index}.redis-${role}`;

/** Where the API finds one node, and as whom; its password lies in a file. */
export const redisUrl = ({ redis }: Environment, role: RedisRole, index: number): string =>
  `${redis.tls ? 'rediss' : 'redis'}://api@${redisHost(role, index)}:${redisPort}`;
