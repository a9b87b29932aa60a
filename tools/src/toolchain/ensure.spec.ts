import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ensureProgram } from './ensure.ts';
import { sha256 } from './sha256.ts';

const platform = `${process.platform}-${process.arch === 'x64' ? 'amd64' : process.arch}`;

describe(ensureProgram.name, () => {
  let folder: string;
  let env: NodeJS.ProcessEnv;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'sluice-toolchain-'));
    mkdirSync(join(folder, 'mirror'));
    mkdirSync(join(folder, 'path'));
    env = { SLUICE_CACHE: join(folder, 'cache'), SLUICE_MIRROR: join(folder, 'mirror'), PATH: join(folder, 'path') };
  });

  afterEach(() => rmSync(folder, { recursive: true }));

  const script = (says: string) => `#!/bin/sh\necho '${says}'\n`;
  const run = (file: string, ...args: string[]) => execFileSync(file, args, { encoding: 'utf8' }).trim();
  const cacheEntries = () => readdirSync(join(folder, 'cache', 'bin'));

  /** Put a packed shell script into the mirror under a program's name. */
  async function publish(name: string, says: string): Promise<string> {
    const file = join(folder, 'mirror', `${name}-${platform}`);
    writeFileSync(file, script(says));
    execFileSync('xz', [file]);
    writeFileSync(join(folder, 'mirror', 'SHA256SUMS'), `${await sha256(`${file}.xz`)}  ${name}-${platform}.xz\n`);
    return `${file}.xz`;
  }

  function putOnPath(name: string, says: string): string {
    const file = join(folder, 'path', name);
    writeFileSync(file, script(says));
    chmodSync(file, 0o755);
    return file;
  }

  it('unpacks from the mirror once, then takes it from the cache', async () => {
    const archive = await publish('k6-1.8.1', 'packed');
    const first = await ensureProgram('k6', env);
    rmSync(archive);

    expect(run(join(first, 'k6'))).toBe('packed');
    expect(await ensureProgram('k6', env)).toBe(first);
    expect(cacheEntries()).toEqual(['k6-1.8.1']);
  });

  it('gives a program of several names each of them', async () => {
    await publish('kube-1.34.4', 'packed');
    const found = await ensureProgram('kube', env);
    expect(run(join(found, 'kube-apiserver'))).toBe('packed');
    expect(readlinkSync(join(found, 'kubelet'))).toBe('kube');
  });

  it('refuses an archive that is not the one of the sums, naming both sums, and leaves nothing half', async () => {
    const archive = await publish('k6-1.8.1', 'packed');
    const expected = await sha256(archive);
    appendFileSync(archive, 'x');

    const refused = ensureProgram('k6', env);
    await expect(refused).rejects.toThrow(expected);
    await expect(refused).rejects.toThrow(await sha256(archive));
    expect(cacheEntries()).toEqual([]);
  });

  it('refuses an archive that the sums do not name', async () => {
    await publish('k6-1.8.1', 'packed');
    writeFileSync(join(folder, 'mirror', 'SHA256SUMS'), '');
    await expect(ensureProgram('k6', env)).rejects.toThrow('(none in SHA256SUMS)');
  });

  it('gets a program anew when the cached one was changed', async () => {
    await publish('k6-1.8.1', 'packed');
    const found = await ensureProgram('k6', env);
    writeFileSync(join(found, 'k6'), script('broken'));

    await ensureProgram('k6', env);
    expect(run(join(found, 'k6'))).toBe('packed');
  });

  it('accepts a recent kubectl on PATH', async () => {
    const file = putOnPath('kubectl', 'Client Version: v1.31.2');
    const found = await ensureProgram('kubectl', env);
    expect(readlinkSync(join(found, 'kubectl'))).toBe(file);
  });

  it('does not accept another major of k6', async () => {
    putOnPath('k6', 'k6 v2.0.0 (go1.30)');
    await publish('k6-1.8.1', 'packed');
    const found = await ensureProgram('k6', env);
    expect(run(join(found, 'k6'))).toBe('packed');
  });

  it('says what to install when there is neither mirror nor Go', async () => {
    await expect(ensureProgram('coredns', env)).rejects.toThrow(/coredns 1\.15\.0: expected .* or Go on PATH/);
    expect(cacheEntries()).toEqual([]);
  });
});
