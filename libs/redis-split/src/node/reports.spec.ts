import { describe, expect, it } from '@jest/globals';
import { EventEmitter } from 'node:events';
import type { Redis } from 'ioredis';
import { Reports } from './reports.ts';

describe(Reports.name, () => {
  it('never takes two connections for one, though the second is not ready yet', async () => {
    const redis = Object.assign(new EventEmitter(), { status: 'connect', info: () => Promise.resolve('role:master') });
    const reports = new Reports(redis as unknown as Redis, () => undefined);

    const onFirst = await reports.now();
    redis.emit('close');
    const onSecond = await reports.now();
    redis.emit('ready');

    expect(onSecond.epoch).not.toBe(onFirst.epoch);
    expect(reports.epoch).toBe(onSecond.epoch);
  });
});
