import { describe, expect, it } from '@jest/globals';
import { parseEnv } from './env.ts';

const valid = { REDIS_URL: 'redis://localhost:6379' };

describe(parseEnv.name, () => {
  it('needs only the primary', () => {
    expect(parseEnv(valid)).toEqual({
      PORT: 3000,
      REDIS_URL: 'redis://localhost:6379',
      REDIS_REPLICAS_URL: [],
      REDIS_SENTINELS_URL: [],
      REDIS_SENTINEL_NAME: 'primary',
      REDIS_PASSWORD_FILE: '',
      REDIS_CA_FILE: '',
      SLUICE_SEED_ITEM: false,
      LOG_LEVEL: 'info',
      SHUTDOWN_DRAIN_MS: 0,
      MAX_BODY_BYTES: 262_144,
      MAX_ID_CHARACTERS: 256,
      MAX_IN_FLIGHT: 500,
      MAX_EVENT_LOOP_LAG_MS: 250,
      RATE_LIMIT_PER_S: 0,
      TRUSTED_PROXIES: 0,
      OTEL_EXPORTER_OTLP_ENDPOINT: '',
      OTEL_TRACES_SAMPLER_ARG: 0.01,
      OTEL_SERVICE_NAME: 'sluice-api',
      SLUICE_COMMIT: 'unknown',
      TOKEN_SECRETS: [],
      DURABILITY_TIMEOUT_MS: 500,
    });
  });

  it('splits the replicas at commas', () => {
    expect(parseEnv({ ...valid, REDIS_REPLICAS_URL: 'redis://a:1, redis://b:2' })).toMatchObject({
      REDIS_REPLICAS_URL: ['redis://a:1', 'redis://b:2'],
    });
  });

  it('names every bad variable at once', () => {
    const problems = parseEnv({
      PORT: '70000',
      REDIS_URL: 'localhost',
      REDIS_REPLICAS_URL: 'redis://a:1,b',
      SLUICE_SEED_ITEM: 'perhaps',
      LOG_LEVEL: 'loud',
      SHUTDOWN_DRAIN_MS: '-1',
    });
    expect(problems).toEqual([
      { variable: 'PORT', message: 'Expected a port between 1 and 65535, got `70000`' },
      { variable: 'REDIS_URL', message: 'Expected a Redis URL, e.g. redis://localhost:6379, got `localhost`' },
      {
        variable: 'REDIS_REPLICAS_URL',
        message: 'Expected a Redis URL, e.g. redis://localhost:6379, got `redis://a:1,b`',
      },
      { variable: 'SLUICE_SEED_ITEM', message: 'Expected `true` or `false`, got `perhaps`' },
      {
        variable: 'LOG_LEVEL',
        message: 'Expected one of fatal, error, warn, info, debug, trace, silent, got `loud`',
      },
      { variable: 'SHUTDOWN_DRAIN_MS', message: 'Expected milliseconds between 0 and 999999, got `-1`' },
    ]);
  });

  it('says that a variable is missing', () => {
    expect(parseEnv({})).toEqual([
      { variable: 'REDIS_URL', message: 'Expected a Redis URL, e.g. redis://localhost:6379, got nothing' },
    ]);
  });

  it('keeps secrets out of the message', () => {
    expect(parseEnv({ ...valid, TOKEN_SECRETS: 'short' })).toEqual([
      { variable: 'TOKEN_SECRETS', message: 'Expected secrets of at least 32 characters, got something else' },
    ]);
  });

  it('keeps passwords out of the message', () => {
    expect(parseEnv({ ...valid, REDIS_REPLICAS_URL: 'redis://u:secret@a:1,nonsense' })).toMatchObject([
      { message: expect.stringContaining('redis://u:***@a:1,nonsense') },
    ]);
  });
});
