import { existsSync } from 'node:fs';
import { execa } from 'execa';
import { CannotRun } from './cannot-run.ts';
import { onPath } from './on-path.ts';
import { phase } from './phase.ts';

/** A file or command, and the Debian package that brings it. */
export type Needs = Readonly<Record<string, string>>;

/** Install the Debian packages whose commands are missing, without starting any of their services. */
export async function ensurePackages(needs: Needs): Promise<void> {
  const packages = missingPackages(needs, isThere);
  if (packages.length === 0) return;
  const command = `apt-get install --no-install-recommends ${packages.join(' ')}`;
  if (!canInstall()) {
    throw new CannotRun(`expected these Debian packages, which are not installed; as root: ${command}`);
  }

  // RUNLEVEL=1 keeps maintainer scripts from starting a system-wide containerd, etcd or Redis.
  const env = { RUNLEVEL: '1', DEBIAN_FRONTEND: 'noninteractive' };
  await phase(`packages: installing ${packages.join(', ')}`, async () => {
    await execa('apt-get', ['update', '--quiet'], { env });
    await execa('apt-get', ['install', '--yes', '--quiet', '--no-install-recommends', ...packages], { env });
  }).catch((error: unknown) => {
    throw new CannotRun(`could not install Debian packages; try as root: apt-get update && ${command}`, {
      cause: error,
    });
  });
  const still = missingPackages(needs, isThere);
  if (still.length > 0) throw new CannotRun(`installed, but their files are not where expected: ${still.join(', ')}`);
}

/** Whether Debian packages may be installed here, and can be. */
export const canInstall = (): boolean => process.getuid?.() === 0 && onPath('apt-get') !== undefined;

/** Pure: the packages, each once, for which nothing is there yet. */
export function missingPackages(needs: Needs, there: (need: string) => boolean): string[] {
  const missing = Object.entries(needs).filter(([need]) => !there(need));
  return [...new Set(missing.map(([, name]) => name))];
}

const isThere = (need: string): boolean => (need.startsWith('/') ? existsSync(need) : onPath(need) !== undefined);
