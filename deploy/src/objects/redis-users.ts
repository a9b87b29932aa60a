/**
 * Who may do what in Redis. The passwords lie in the Secret `redis-users`, made on the first apply or read from a store;
 * this file is the one place that knows its keys.
 */
export const usersSecret = 'redis-users';
export const usersFolder = '/etc/redis-users';

/** User name → rules of its ACL, without the password. */
const rules = {
  // Everything that a client of the data needs, and what redis-split asks about replication; nothing that configures.
  api: '~* &* +@all -@admin -@dangerous +info +role',
  replication: 'resetkeys resetchannels -@all +psync +replconf +ping',
  probe: 'resetkeys resetchannels -@all +ping +info',
  exporter:
    '~* resetchannels -@all +ping +info +select +dbsize +config|get +client|list +client|setname +slowlog|len +slowlog|get +latency|latest +latency|histogram',
  sentinel:
    'resetkeys &* -@all +multi +exec +slaveof +replicaof +ping +subscribe +publish +config|rewrite +role +info +client|setname +client|kill +script|kill',
} as const;

export type RedisUser = keyof typeof rules;
export const redisUsers = Object.keys(rules) as readonly RedisUser[];

/** The ACL file; a password only ever as its SHA-256. */
export const aclFile = (sha256Of: (user: RedisUser) => string): string =>
  ['user default off', ...redisUsers.map((user) => `user ${user} on #${sha256Of(user)} ${rules[user]}`), ''].join('\n');

/** What the servers themselves log in with: `masterauth` and Sentinel's own, as files to include. */
export const loginFiles = (passwordOf: (user: RedisUser) => string) => ({
  'replication.conf': `masterauth ${passwordOf('replication')}\n`,
  'sentinel-login.conf': `sentinel auth-user sluice sentinel\nsentinel auth-pass sluice ${passwordOf('sentinel')}\n`,
});

/** A variable that takes a user's password from the Secret. */
export const passwordVariable = (name: string, user: RedisUser) => ({
  name,
  valueFrom: { secretKeyRef: { name: usersSecret, key: user } },
});
