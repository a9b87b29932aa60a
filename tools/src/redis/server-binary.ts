import { CannotRun } from '../cannot-run.ts';
import { onPath } from '../on-path.ts';
import { canInstall, ensurePackages } from '../packages.ts';

/**
 * Path of a Redis or Valkey server: the one on PATH, else the Debian package when we may install it.
 *
 * @throws CannotRun when there is none and it cannot be installed; the message says what to install
 */
export async function findServerBinary(): Promise<string> {
  const found = onServerPath();
  if (found) return found;
  if (!canInstall()) {
    throw new CannotRun(
      'expected redis-server or valkey-server on PATH, found neither; install one, e.g. as root `apt-get install redis-server`, or `brew install redis`',
    );
  }
  await ensurePackages({ 'redis-server': 'redis-server' });
  return onServerPath() ?? 'redis-server';
}

const onServerPath = (): string | undefined => onPath('redis-server') ?? onPath('valkey-server');
