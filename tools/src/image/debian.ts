import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { execa } from 'execa';
import { cacheRoot } from '../cache.ts';
import { phase } from '../phase.ts';
import { buildah, isInStorage } from './buildah.ts';
import { shortSum } from './short-sum.ts';

/** How mmdebstrap makes the base: as small as a Debian with apt can be. */
const debianArguments = [
  '--variant=apt',
  // Else the package usrmerge brings the whole of Perl, 50 MB.
  '--hook-dir=/usr/share/mmdebstrap/hooks/merged-usr',
  '--include=usr-is-merged',
  ...['man', 'locale', 'doc'].map((folder) => `--dpkgopt=path-exclude=/usr/share/${folder}/*`),
  '--customize-hook=rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*',
  'bookworm',
];

/** The base of our own images: its name is for this machine only, and another one when it is made in another way. */
export const debian = `localhost/sluice/debian:bookworm-${shortSum(debianArguments)}`;

/** Make sure that buildah's storage holds the base. */
export async function ensureDebian(): Promise<void> {
  if (await isInStorage(debian)) return;
  await phase('image debian:bookworm: making the root file system (a minute, once)', async () => {
    const rootfs = join(cacheRoot(), 'images', `debian.${process.pid}.tar`);
    await mkdir(dirname(rootfs), { recursive: true });
    try {
      await execa('mmdebstrap', [...debianArguments, rootfs]);
      const container = await buildah('from', 'scratch');
      await buildah('add', '--quiet', container, rootfs, '/');
      await buildah('commit', '--quiet', container, debian);
      await buildah('rm', container);
    } finally {
      await rm(rootfs, { force: true });
    }
  });
}
