import { parseEnv } from '@sluice/api-contract/env';
import { describe, expect, it } from '@jest/globals';
import { defineEnvironment, type Environment } from './environment.ts';
import { environments } from './environments/index.ts';
import { local } from './environments/local.ts';
import { apiConfig } from './objects/api-config.ts';

const withApi = (api: Partial<Environment['api']>): Environment => ({ ...local, api: { ...local.api, ...api } });

describe(defineEnvironment.name, () => {
  it.each([
    ['a quantity', withApi({ cpu: 'lots' }), 'api.cpu: expected a CPU quantity, e.g. 250m or 1, got "lots"'],
    ['a bound', withApi({ replicas: { min: 4, max: 2 } }), 'api.replicas.max: expected at least `replicas.min`, got 2'],
    ['a window', withApi({ scaleDownWindowS: 10 }), 'api.scaleDownWindowS: expected 60 to 300, got 10'],
    ['an image', { ...local, image: { name: 'sluice/api:1', tag: '1' } }, 'image.name: expected an image name without'],
    [
      'a URL',
      { ...local, apiUrl: 'localhost' },
      'apiUrl: expected a URL, e.g. http://127.0.0.1:32000, got "localhost"',
    ],
  ])('names the field of %s that is wrong', (_what, environment, sentence) => {
    expect(() => defineEnvironment(environment)).toThrow(sentence);
    expect(() => defineEnvironment(environment)).toThrow('Environment `local` is wrong');
  });

  it('names every wrong field at once', () => {
    expect(() => defineEnvironment(withApi({ cpu: 'x', memory: 'y' }))).toThrow(/api\.cpu: [^]*api\.memory: /);
  });

  it('refuses a field that nothing reads', () => {
    const typo = { ...local, replica: 3 };
    expect(() => defineEnvironment(typo)).toThrow(/Unrecognized key: "replica"/);
  });
});

describe.each(environments)('environment $name', (environment) => {
  it('has a name of its own', () => {
    expect(environments.filter(({ name }) => name === environment.name)).toHaveLength(1);
  });

  it('configures the API with variables that it accepts', () => {
    expect(parseEnv(apiConfig(environment))).toMatchObject({
      PORT: 3000,
      REDIS_URL: 'redis://redis-primary-0.redis-primary:6379',
      SLUICE_SEED_ITEM: environment.api.seedItem,
    });
  });

  it('names each Redis replica', () => {
    expect(apiConfig(environment).REDIS_REPLICAS_URL.split(',')).toHaveLength(environment.redis.replicas);
    expect(apiConfig(environment).REDIS_REPLICAS_URL).toMatch(/^redis:\/\/redis-replica-0\.redis-replica:6379,/);
  });
});
