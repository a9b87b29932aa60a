import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { apiAt, runApi } from './start-api.ts';
import { startTlsRedis, type TlsRedis } from './tls-redis.ts';
import { until, untilOk } from './until.ts';

const password = 'p@ss/w:rd#1';

describe('Redis behind TLS and a login', () => {
  let redis: TlsRedis;

  beforeAll(async () => {
    redis = await startTlsRedis('api', password);
  });
  afterAll(() => redis?.stop());

  const variables = () => ({
    REDIS_URL: `rediss://api@localhost:${redis.port}`,
    REDIS_PASSWORD_FILE: redis.passwordFile,
    REDIS_CA_FILE: redis.caFile,
    LOG_LEVEL: 'info',
  });

  it('is written and read, with the password from a file that no log shows', async () => {
    const api = await apiAt(variables());
    await untilOk(() => api.post({ id: 'a', val: 'v' }));
    expect(await (await api.get('/items/a')).json()).toEqual({ id: 'a', val: 'v' });
    const { stdout, stderr } = await api.terminate();

    expect(stdout + stderr).not.toContain(password);
    expect(stdout + stderr).not.toContain(encodeURIComponent(password));
  });

  it.each([
    ['an authority that is not trusted', { REDIS_CA_FILE: '' }],
    ['a user that may not', { REDIS_URL: 'rediss://other@localhost' }],
  ])('is not reached with %s; the API stays up and says that it is not ready', async (_what, wrong) => {
    const url = 'REDIS_URL' in wrong ? { REDIS_URL: `${wrong.REDIS_URL}:${redis.port}` } : wrong;
    const api = await apiAt({ ...variables(), ...url });
    await until(
      () => api.post({ id: 'a', val: 'v' }),
      ({ status }) => status === 503,
    );
    expect((await api.get('/readyz')).status).toBe(503);
    expect((await api.get('/livez')).status).toBe(200);
    const { stdout, stderr } = await api.terminate();
    expect(stdout + stderr).not.toContain(password);
  });

  it('ends by 2 when a file cannot be read, and says which', async () => {
    const { code, stderr } = await runApi({
      ...variables(),
      REDIS_PASSWORD_FILE: '/nowhere',
      REDIS_CA_FILE: '/dev/null',
    });

    expect(code).toBe(2);
    expect(stderr).toContain('REDIS_PASSWORD_FILE: Expected a file that can be read, got `/nowhere`');
    expect(stderr).toContain('REDIS_CA_FILE: Expected a file with something in it');
  });
});
