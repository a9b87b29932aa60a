import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';

const NAMES = ['redis-server', 'valkey-server'];

/**
 * Path of a Redis or Valkey server: the one on PATH, else the Debian package when we may install it.
 *
 * @throws when there is none and it cannot be installed; the message says what to install
 */
export async function findServerBinary(): Promise<string> {
  const found = await findOnPath(NAMES);
  if (found) return found;
  if (process.getuid?.() !== 0 || !(await findOnPath(['apt-get']))) {
    throw new Error(
      `Expected ${NAMES.join(' or ')} on PATH, found neither. Install one of them, e.g. \`apt-get install redis-server\` or \`brew install redis\`.`,
    );
  }
  await installDebianPackage();
  return findServerBinary();
}

async function installDebianPackage(): Promise<void> {
  process.stderr.write('redis: no redis-server on PATH, installing the Debian package redis-server\n');
  // RUNLEVEL=1: the package must not start its own service.
  const env = { DEBIAN_FRONTEND: 'noninteractive', RUNLEVEL: '1' };
  await execa('apt-get', ['update', '-qq'], { env });
  await execa('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'redis-server'], { env });
  process.stderr.write('redis: installed\n');
}

/** The first of `names` that is an executable in a folder of PATH. */
export async function findOnPath(names: readonly string[]): Promise<string | undefined> {
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter(Boolean);
  for (const path of names.flatMap((name) => folders.map((folder) => join(folder, name)))) {
    const executable = await access(path, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (executable) return path;
  }
  return undefined;
}
