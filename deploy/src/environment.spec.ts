import { parseEnv } from '@sluice/api-contract/env';
import { describe, expect, it } from '@jest/globals';
import { defineEnvironment, type Environment } from './environment.ts';
import { environments } from './environments/index.ts';
import local from './environments/local.ts';
import prod from './environments/prod.ts';
import { apiConfig, apiRedisUrls } from './objects/api-config.ts';

const withApi = (api: Partial<Environment['api']>) => ({ ...local, api: { ...local.api, ...api } });

describe(defineEnvironment.name, () => {
  it.each([
    ['a quantity', withApi({ cpu: 'lots' }), 'api.cpu: expected a CPU quantity, e.g. 250m or 1, got "lots"'],
    ['a bound', withApi({ replicas: { min: 4, max: 2 } }), 'api.replicas.max: expected at least `replicas.min`, got 2'],
    ['a window', withApi({ scaleDownWindowS: 10 }), 'api.scaleDownWindowS: expected 60 to 300, got 10'],
    [
      'an image',
      { ...local, images: { ...local.images, api: { name: 'sluice/api:1', tag: '1' } } },
      'images.api.name: expected an image name without a tag, got "sluice/api:1"',
    ],
    [
      'a signal',
      withApi({ scaleOn: { signal: 'requests', perPodPerS: 9 } }),
      'api.scaleOn.signal: expected `cpu`, or `monitoring` to ask for requests, got "requests"',
    ],
    [
      'a spread',
      withApi({ spread: 'DoNotSchedule' }),
      'api.spread: expected `ScheduleAnyway` where there are not more nodes than the least pods, got "DoNotSchedule"',
    ],
    [
      'a quorum',
      { ...local, redis: { ...local.redis, minReplicasToWrite: 3 } },
      'redis.minReplicasToWrite: expected at most `replicas`, got 3',
    ],
    [
      'a URL',
      { ...local, apiUrl: 'localhost' },
      'apiUrl: expected a URL, e.g. http://127.0.0.1:32000, got "localhost"',
    ],
  ])('names the field of %s that is wrong', (_what, environment, sentence) => {
    expect(() => defineEnvironment(environment)).toThrow(sentence);
    expect(() => defineEnvironment(environment)).toThrow('deploy/src/environments/local.ts is wrong');
  });

  it('names every wrong field at once', () => {
    expect(() => defineEnvironment(withApi({ cpu: 'x', memory: 'y' }))).toThrow(/api\.cpu: [^]*api\.memory: /);
  });

  it('refuses a field that nothing reads', () => {
    const typo = { ...local, replica: 3 };
    expect(() => defineEnvironment(typo)).toThrow(/Unrecognized key: "replica"/);
  });

  it('refuses a tag and a literal secret in prod, and so do the types', () => {
    const images = { ...prod.images, api: { name: 'docker.io/sluice/api', tag: 'latest' } };
    // @ts-expect-error an image of prod has a digest
    expect(() => defineEnvironment({ ...prod, images })).toThrow(
      /images\.api\.digest: expected a digest, .*got nothing/,
    );
    const secrets = { source: 'generated' } as const;
    // @ts-expect-error secrets of prod are references
    expect(() => defineEnvironment({ ...prod, secrets })).toThrow(/secrets\.source: expected `external-secrets`: no /);
    const withPassword = { ...prod.secrets, password: 'hunter2' };
    expect(() => defineEnvironment({ ...prod, secrets: withPassword })).toThrow(/Unrecognized key: "password"/);
  });
});

describe.each(environments)('environment $name', (environment) => {
  const config = { ...apiConfig(environment), ...apiRedisUrls(environment) };

  it('has a name of its own', () => {
    expect(environments.filter(({ name }) => name === environment.name)).toHaveLength(1);
  });

  it('configures the API with variables that it accepts', () => {
    expect(parseEnv(config)).toMatchObject({ PORT: 3000, SLUICE_SEED_ITEM: environment.api.seedItem });
  });

  it('names the Sentinels exactly where there are some', () => {
    expect('REDIS_SENTINELS_URL' in config).toBe(environment.redis.failover === 'sentinel');
  });

  it('names each Redis node, and no password', () => {
    const urls = [config.REDIS_URL, ...config.REDIS_REPLICAS_URL.split(',')];
    expect(urls).toHaveLength(1 + environment.redis.replicas);
    const scheme = environment.redis.tls ? 'rediss' : 'redis';
    expect(urls[1]).toBe(`${scheme}://api@redis-replica-0.redis-replica:6379`);
  });
});
