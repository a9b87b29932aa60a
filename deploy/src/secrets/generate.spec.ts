import { describe, expect, it } from '@jest/globals';
import { redisUsersExternal } from '../objects/external-secret.ts';
import { generateRedisUsers } from './generate.ts';

describe(generateRedisUsers.name, () => {
  const { stringData } = generateRedisUsers();

  it('gives every user a password of its own', () => {
    const passwords = ['api', 'replication', 'probe', 'exporter', 'sentinel'].map((user) => stringData[user]);
    expect(new Set(passwords).size).toBe(5);
    for (const password of passwords) expect(password).toMatch(/^[0-9a-f]{48}$/);
  });

  it('writes only sums into the ACL file, and lets nobody in without a name', () => {
    const acl = stringData['users.acl'] ?? '';
    expect(acl).toMatch(/^user default off\nuser api on #[0-9a-f]{64} ~\* /);
    expect(acl).not.toContain(stringData['api']);
    // Of "secret", as sha256sum tells.
    expect(generateRedisUsers(() => 'secret').stringData['users.acl']).toContain(
      'user api on #2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b ',
    );
  });

  it('has the keys that External Secrets makes elsewhere', () => {
    expect(Object.keys(stringData)).toEqual(Object.keys(redisUsersExternal.spec.target.template.data));
  });
});
