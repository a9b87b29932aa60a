import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRedisTopology, type RedisTopology } from '@sluice/tools/redis';
import { apiOn, runApi } from './start-api.ts';
import { untilOk } from './until.ts';

describe('the start of the API', () => {
  it('ends by 2 and names every wrong variable', async () => {
    const { code, stdout, stderr } = await runApi({ PORT: '0', REDIS_URL: 'localhost', LOG_LEVEL: 'loud' });

    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr.split('\n')).toEqual([
      'PORT: Expected a port between 1 and 65535, got `0`',
      'REDIS_URL: Expected a Redis URL, e.g. redis://localhost:6379, got `localhost`',
      'LOG_LEVEL: Expected one of fatal, error, warn, info, debug, trace, silent, got `loud`',
      'Not started. apps/api/README.md, "Settings", explains each variable.',
      '',
    ]);
  });

  describe('with Redis', () => {
    let redis: RedisTopology;

    beforeAll(async () => {
      redis = await startRedisTopology({ replicas: 1 });
    });
    afterAll(() => redis?.stop());

    it('ends by 2 when the port is taken, and says which', async () => {
      const first = await apiOn(redis).start();
      const { port } = new URL(first.url);
      const { code, stdout } = await runApi({ REDIS_URL: redis.primary.url, PORT: port });
      await first.terminate();

      expect(code).toBe(2);
      expect(stdout).toContain(`Cannot listen on port ${port}: choose another by PORT`);
    });

    it('logs both connections, without passwords', async () => {
      const [replica] = redis.replicas;
      const api = await apiOn(redis)
        .with({
          LOG_LEVEL: 'info',
          REDIS_URL: redis.primary.url.replace('//', '//:secret@'),
          REDIS_REPLICAS_URL: replica!.url.replace('//', '//:secret@'),
        })
        .start();
      const { stdout } = await api.terminate();

      expect(stdout).toContain(`Redis primary (writes): 127.0.0.1:${redis.primary.port}`);
      expect(stdout).toContain(`Redis replicas (reads): 127.0.0.1:${replica!.port}`);
      expect(stdout).not.toContain('secret');
    });

    it('does not wait for Redis, and seeds the item when the primary comes', async () => {
      await redis.primary.kill();
      const api = await apiOn(redis).with({ SLUICE_SEED_ITEM: 'true' }).start();
      expect((await api.get('/livez')).status).toBe(200);

      await redis.primary.restart();
      const item = await untilOk(() => api.get('/items/key'));
      expect(await item.json()).toMatchObject({ id: 'key' });
      await api.terminate();
    });
  });
});
