import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { until } from '../src/lab/until.ts';
import { TestLab } from './start-lab.ts';
import { hostNetwork, tracesOf } from './traces.ts';

describe('lab', () => {
  let lab: TestLab;
  let before: string;

  beforeEach(async () => {
    before = await hostNetwork();
    lab = await TestLab.create();
  });

  afterEach(() => lab.remove());

  async function expectNothingLeft() {
    // A command that the killed `up` had running (kubectl, ctr) ends by itself once there is no server left.
    const gone = async () => (await tracesOf(lab)).length === 0;
    await until('the last traces go', gone, { timeoutMs: 10_000 }).catch(() => undefined);
    expect(await tracesOf(lab)).toEqual([]);
    expect(await hostNetwork()).toBe(before);
  }

  it('goes up, notices a dead daemon, is repaired by another up, and goes down', async () => {
    expect(await lab.start('up')).toMatchObject({ exitCode: 0 });
    expect((await lab.kubectl('get', 'nodes', '-o', 'name')).stdout).toBe(`node/${lab.name}`);
    expect((await lab.kubectl('get', '--raw', '/apis/metrics.k8s.io/v1beta1')).stdout).toContain('PodMetrics');
    expect(await lab.start('up')).toMatchObject({ exitCode: 0, all: expect.stringContaining('is up already') });
    expect(await hostNetwork()).toBe(before);

    for (const pid of await lab.pids('kube-scheduler')) process.kill(pid, 'SIGKILL');
    const broken = expect.stringContaining('not running: kube-scheduler');
    expect(await lab.start('status')).toMatchObject({ exitCode: 1, all: broken });
    expect(await lab.start('up')).toMatchObject({ exitCode: 0, all: broken });
    expect(await lab.start('status')).toMatchObject({ exitCode: 0, all: expect.stringContaining('lab: up') });

    expect(await lab.start('down')).toMatchObject({ exitCode: 0 });
    await expectNothingLeft();
    expect(await lab.start('down')).toMatchObject({ exitCode: 0, all: 'there is no lab' });
    expect(await lab.start('status')).toMatchObject({ exitCode: 1, all: 'lab: down' });
  });

  it.each(['control plane …', 'node and images …', 'CoreDNS and metrics-server …'])(
    'leaves nothing after down when up was killed at "%s"',
    async (line) => {
      const up = lab.start('up');
      await lab.says(up, line);
      up.kill('SIGKILL');
      await up;

      expect(await tracesOf(lab)).not.toEqual([]);
      expect(await lab.start('down')).toMatchObject({ exitCode: 0 });
      await expectNothingLeft();
    },
  );

  it.each([
    ['SIGINT', 130],
    ['SIGTERM', 143],
  ] as const)('cleans up after itself on %s', async (signal, exitCode) => {
    const up = lab.start('up');
    await lab.says(up, 'node and images …');
    up.kill(signal);
    expect(await up).toMatchObject({ exitCode });
    await expectNothingLeft();
  });

  it('cleans up after itself also when nobody reads what it says any more', async () => {
    const up = lab.start('up');
    await lab.says(up, 'node and images …');
    up.stdout.destroy();
    up.stderr.destroy();
    up.kill('SIGTERM');
    expect(await up).toMatchObject({ exitCode: 143 });
    await expectNothingLeft();
  });

  it('shows the log of a daemon that fails, and cleans up', async () => {
    const folder = join(lab.folder, 'bin');
    mkdirSync(folder);
    writeFileSync(join(folder, 'etcd'), '#!/bin/sh\necho "no space left" >&2\nexit 1\n');
    chmodSync(join(folder, 'etcd'), 0o755);

    const up = await lab.startWith({ PATH: [folder, process.env['PATH']].join(delimiter) }, 'up');
    expect(up).toMatchObject({
      exitCode: 2,
      all: expect.stringMatching(/etcd ended with 1; its last lines:\nno space left/),
    });
    await expectNothingLeft();
  });

  it('names a host port that is taken, and what to do', async () => {
    const server = createServer().listen(lab.ports[0], '127.0.0.1');
    await once(server, 'listening');
    const up = await lab.start('up');
    server.close();
    expect(up).toMatchObject({
      exitCode: 2,
      all: expect.stringMatching(`port ${lab.ports[0]} .* set SLUICE_LAB_API_PORT`),
    });
    await expectNothingLeft();
  });

  it('lets two ups at once not disturb each other', async () => {
    const first = lab.start('up');
    await lab.says(first, 'control plane …');
    expect(await lab.start('up')).toMatchObject({ exitCode: 2, all: expect.stringContaining('another lab-up') });
    expect(await first).toMatchObject({ exitCode: 0 });
  });
});
