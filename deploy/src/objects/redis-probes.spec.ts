import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execa } from 'execa';
import type { Probe } from '../kubernetes.ts';
import type { RedisRole } from './labels.ts';
import { eitherRoleReadiness, redisProbes } from './redis-probes.ts';

/** Stands in for redis-cli, which exits with 0 whatever the server answered; INFO lines end in CR LF. */
const redisCli = `#!/bin/sh
[ "$1 $2" = "--user probe" ] && shift 2
case "$1" in
  ping) [ "$ANSWER" = hang ] && exec sleep 600; echo "$ANSWER" ;;
  info) printf '# Replication\\r\\n%s\\r\\n' "$INFO" ;;
esac
`;

const up = 'master_link_status:up';
const down = 'master_link_status:down';
const loading = 'LOADING Redis is loading the dataset in memory';
const masterDown = "MASTERDOWN Link with MASTER is down and replica-serve-stale-data is set to 'no'.";
const refused = 'Could not connect to Redis at 127.0.0.1:6379: Connection refused';

describe(redisProbes.name, () => {
  let folder: string;

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-probes-'));
    writeFileSync(join(folder, 'redis-cli'), redisCli);
    chmodSync(join(folder, 'redis-cli'), 0o755);
  });
  afterAll(() => rmSync(folder, { recursive: true }));

  const passes = async ({ exec }: Probe, answer: string, info: string): Promise<boolean> => {
    const [file = '', ...args] = exec?.command ?? [];
    const env = { PATH: `${folder}:${process.env['PATH']}`, ANSWER: answer, INFO: info };
    return (await execa(file, args, { env, reject: false })).exitCode === 0;
  };

  it.each<[RedisRole, string, string, { started: boolean; alive: boolean; ready: boolean }]>([
    ['primary', 'PONG', 'role:master', { started: true, alive: true, ready: true }],
    ['primary', 'PONG', 'role:slave', { started: true, alive: true, ready: false }],
    ['primary', loading, 'role:master', { started: false, alive: true, ready: false }],
    ['primary', refused, '', { started: false, alive: false, ready: false }],
    ['primary', '', '', { started: false, alive: false, ready: false }],
    ['replica', 'PONG', up, { started: true, alive: true, ready: true }],
    ['replica', 'PONG', down, { started: true, alive: true, ready: false }],
    ['replica', 'PONG', 'role:master', { started: true, alive: true, ready: false }],
    ['replica', masterDown, down, { started: true, alive: true, ready: false }],
    ['replica', loading, down, { started: false, alive: true, ready: false }],
    ['replica', 'NOAUTH Authentication required.', '', { started: false, alive: true, ready: false }],
  ])('judges a %s that answers %j with %j', async (role, answer, info, { started, alive, ready }) => {
    const { startupProbe, livenessProbe, readinessProbe } = redisProbes(role);
    expect(await passes(startupProbe, answer, info)).toBe(started);
    expect(await passes(livenessProbe, answer, info)).toBe(alive);
    expect(await passes(readinessProbe, answer, info)).toBe(ready);
  });

  it('is content with either role where Sentinel moves them', async () => {
    const ready = eitherRoleReadiness();
    expect(await passes(ready, 'PONG', 'role:master')).toBe(true);
    expect(await passes(ready, 'PONG', up)).toBe(true);
    expect(await passes(ready, 'PONG', down)).toBe(false);
  });

  it('counts a Redis that hangs as dead, without waiting for it', async () => {
    const probes = Object.values(redisProbes('primary'));
    expect(await Promise.all(probes.map((probe) => passes(probe, 'hang', '')))).toEqual([false, false, false]);
  }, 60_000);
});
