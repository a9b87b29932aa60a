import type { Environment } from '../environment.ts';
import { mebibytes } from '../quantity.ts';
import type { RedisRole } from './labels.ts';
import { redisHost, redisPort } from './redis-service.ts';
import { usersFolder } from './redis-users.ts';

/** Where the ConfigMap lies in the pods. */
export const configFolder = '/etc/redis';

const common = [
  'dir /data',
  // Only the users of the ACL file can do anything; Redis' own guard against open servers is not needed.
  'protected-mode no',
  'save ""',
  'maxmemory-policy noeviction',
  `aclfile ${usersFolder}/users.acl`,
  'masteruser replication',
  // Holds `masterauth`: a password is in no ConfigMap.
  `include ${usersFolder}/replication.conf`,
  // Components add their own; a pattern that matches nothing is no error.
  `include ${configFolder}/extra-*.conf`,
];

/**
 * The primary writes every change down: were it to come back empty, its replicas would empty themselves after it.
 * A replica writes nothing: it asks the primary again.
 */
const byRole = {
  primary: ['appendonly yes'],
  replica: ['appendonly no', `replicaof ${redisHost('primary', 0)} ${redisPort}`],
} as const;

/** File name → text of the ConfigMap `redis`, from which both roles start. */
export const redisConfig = ({ redis }: Environment): Readonly<Record<string, string>> => {
  const numbers = [
    // Three quarters of the limit: what remains holds the buffers of replicas and the copies of a rewrite.
    `maxmemory ${mebibytes(redis.memoryLimit, 0.75)}mb`,
    `min-replicas-to-write ${redis.minReplicasToWrite}`,
    'min-replicas-max-lag 10',
  ];
  const file = (role: RedisRole) => [...common, ...numbers, ...byRole[role], ''].join('\n');
  return { 'primary.conf': file('primary'), 'replica.conf': file('replica') };
};
