import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { cacheRoot } from '../cache.ts';

/** Run buildah on a storage of our own, so that nothing of the user's is touched; gives standard output. */
export async function buildah(...args: string[]): Promise<string> {
  const storage = join(cacheRoot(), 'buildah');
  mkdirSync(storage, { recursive: true });
  const where = ['--root', join(storage, 'root'), '--runroot', join(storage, 'run'), '--storage-driver', 'overlay'];
  // chroot asks for no namespaces, so it works in containers and small virtual machines too.
  const { stdout } = await execa('buildah', [...where, ...args], { env: { BUILDAH_ISOLATION: 'chroot' } });
  return stdout;
}

/** Whether buildah's storage holds an image of this name. */
export const isInStorage = (ref: string): Promise<boolean> =>
  buildah('inspect', '--type=image', ref).then(
    () => true,
    () => false,
  );
