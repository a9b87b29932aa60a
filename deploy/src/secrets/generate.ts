import { createHash, randomBytes } from 'node:crypto';
import { commonLabels } from '../objects/labels.ts';
import { tokensKey, tokensSecret } from '../objects/api-tokens.ts';
import { aclFile, loginFiles, redisUsers, usersSecret, type RedisUser } from '../objects/redis-users.ts';

/** A Secret as it is sent to the cluster: it is never written to a file. */
export interface Secret {
  readonly apiVersion: 'v1';
  readonly kind: 'Secret';
  readonly metadata: { readonly name: string; readonly labels: Readonly<Record<string, string>> };
  readonly type: string;
  readonly stringData: Readonly<Record<string, string>>;
}

export const secret = (name: string, stringData: Secret['stringData'], type = 'Opaque'): Secret => ({
  ...{ apiVersion: 'v1', kind: 'Secret', metadata: { name, labels: commonLabels }, type },
  stringData,
});

const random48 = (): string => randomBytes(24).toString('hex');

/** What the API signs with. */
export const generateTokenSecrets = (): Secret => secret(tokensSecret, { [tokensKey]: random48() });

/** A password for every user of Redis, in hexadecimal: it also stands in URLs. */
export function generateRedisUsers(random = random48): Secret {
  const passwords = Object.fromEntries(redisUsers.map((user) => [user, random()])) as Record<RedisUser, string>;
  const sha256Of = (user: RedisUser) => createHash('sha256').update(passwords[user]).digest('hex');
  return secret(usersSecret, {
    ...passwords,
    'users.acl': aclFile(sha256Of),
    ...loginFiles((user) => passwords[user]),
  });
}
