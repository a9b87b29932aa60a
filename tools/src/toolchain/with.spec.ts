import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';

describe('with.ts', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-with-'));
    writeFileSync(join(folder, 'kubectl'), "#!/bin/sh\necho 'Client Version: v1.34.4'\n");
    chmodSync(join(folder, 'kubectl'), 0o755);
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  function start(...args: string[]) {
    const path = [folder, process.env['PATH']].join(delimiter);
    const env = { PATH: path, SLUICE_CACHE: join(folder, 'cache') };
    return spawn(process.execPath, [join(import.meta.dirname, 'with.ts'), ...args], { env });
  }

  async function run(...args: string[]) {
    const child = start(...args);
    const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr), once(child, 'exit')]);
    return { stdout: stdout.trim(), stderr, code: child.exitCode };
  }

  it('runs the command with the programs first on PATH, and ends as it ends', async () => {
    const { stdout, code } = await run('kubectl', '--', 'sh', '-c', 'command -v kubectl; exit 7');
    expect(stdout).toBe(join(folder, 'cache', 'bin', 'kubectl-1.34.4', 'kubectl'));
    expect(code).toBe(7);
  });

  it('is the command afterwards, so a signal needs no forwarding', async () => {
    const child = start(
      'kubectl',
      '--',
      'sh',
      '-c',
      'trap "echo stopped; exit 5" TERM; echo ready; while :; do sleep 0.05; done',
    );
    const output = text(child.stdout);
    await once(child.stdout, 'readable');
    child.kill('SIGTERM');
    expect((await once(child, 'exit'))[0]).toBe(5);
    expect(await output).toContain('stopped');
  });

  it.each([[['kubectl']], [['--', 'true']], [['kubectl', '--']]])('shows the usage for %j', async (args) => {
    const { stderr, code } = await run(...args);
    expect(stderr).toContain('usage: node with.ts');
    expect(code).toBe(2);
  });

  it('names a program that it does not know, and a command that is not there', async () => {
    expect(await run('toString', '--', 'true')).toMatchObject({ code: 2, stderr: expect.stringContaining('toString') });
    expect(await run('kubectl', '--', 'no-such')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('no-such'),
    });
  });
});
