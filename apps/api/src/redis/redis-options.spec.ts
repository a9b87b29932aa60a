import { expect, it } from '@jest/globals';
import { parseEnv, type Env } from '@sluice/api-contract/env';
import { redisOptions } from './redis-options.ts';

const env = parseEnv({
  REDIS_URL: 'rediss://api@redis-0:6379/2',
  REDIS_REPLICAS_URL: 'rediss://api@redis-1,rediss://api:own@redis-2',
}) as Env;

it('puts the password where there is none', () => {
  expect(redisOptions(env, { password: 'p@ss/w:rd' }).topology).toEqual({
    kind: 'virtual',
    primary: 'rediss://api:p%40ss%2Fw%3Ard@redis-0:6379/2',
    replicas: ['rediss://api:p%40ss%2Fw%3Ard@redis-1', 'rediss://api:own@redis-2'],
  });
});

it('trusts the CA that is given', () => {
  expect(redisOptions(env, { ca: 'PEM' })).toMatchObject({ tls: { ca: 'PEM' } });
  expect(redisOptions(env)).not.toHaveProperty('tls');
});

it('asks the Sentinels when there are any, and logs in to the nodes they name as to the primary', () => {
  const sentinels = ['redis://s-0:26379', 'redis://s-1:26379'];
  expect(redisOptions({ ...env, REDIS_SENTINELS_URL: sentinels }, { password: 'p' }).topology).toEqual({
    kind: 'sentinel',
    name: 'primary',
    sentinels,
    login: 'rediss://api:p@redis-0:6379/2',
  });
});
