import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { CannotRun } from '../cannot-run.ts';
import { onPath } from '../on-path.ts';
import type { Needs } from '../packages.ts';
import { phase } from '../phase.ts';
import { ensureProgram } from '../toolchain/ensure.ts';
import { recipeArchive } from './archives.ts';
import { buildah, isInStorage } from './buildah.ts';
import { debian, ensureDebian } from './debian.ts';
import type { Recipe } from './recipes.ts';
import { shortSum } from './short-sum.ts';

/** What making images needs of the host, by the Debian package that brings it. */
export const imagePackages: Needs = { buildah: 'buildah', mmdebstrap: 'mmdebstrap', busybox: 'busybox-static' };

/** The docker archive of a recipe's image, from the cache or made now. */
export async function imageArchive(recipe: Recipe): Promise<string> {
  const archive = recipeArchive(recipe);
  if (existsSync(archive)) return archive;

  await mkdir(dirname(archive), { recursive: true });
  await ensureInStorage(recipe);
  await phase(`image ${recipe.ref}: writing the archive`, async () => {
    const draft = `${archive}.${process.pid}`;
    try {
      await buildah('push', '--quiet', recipe.ref, `docker-archive:${draft}:${recipe.ref}`);
      await rename(draft, archive);
    } finally {
      await rm(draft, { force: true });
    }
  });
  return archive;
}

/** Make sure that buildah can build on top of a recipe's image. */
export async function ensureInStorage(recipe: Recipe): Promise<void> {
  if (await isInStorage(madeBy(recipe))) return;
  if (recipe.from === debian) await ensureDebian();
  await phase(`image ${recipe.ref}: building`, () => buildImage(recipe));
}

/** A second name of an image, which tells by what recipe it was made. */
const madeBy = (recipe: Recipe): string => `localhost/sluice/made-by:${shortSum(recipe)}`;

/** Make a recipe's image in buildah's storage. */
async function buildImage(recipe: Recipe): Promise<void> {
  const container = await buildah('from', '--pull-never', recipe.from);
  try {
    for (const { source, path } of recipe.files ?? []) {
      await buildah('copy', '--quiet', '--chmod', '0755', container, await sourceFile(source), path);
    }
    if (recipe.packages) await buildah('run', container, '--', 'sh', '-c', installScript(recipe.packages));
    for (const [path, target] of Object.entries(recipe.links ?? {})) {
      await buildah('run', container, '--', 'ln', '-s', target, path);
    }
    await buildah('config', ...configFlags(recipe), container);
    await buildah('commit', '--quiet', container, recipe.ref);
    await buildah('tag', recipe.ref, madeBy(recipe));
  } finally {
    await buildah('rm', container);
  }
}

/** Pure: what `buildah config` is told. */
export const configFlags = ({ entrypoint = [], command = [], user }: Recipe): string[] => [
  '--entrypoint',
  JSON.stringify(entrypoint),
  '--cmd',
  command.join(' '),
  ...(user ? ['--user', user] : []),
];

const installScript = (packages: readonly string[]): string =>
  [
    'set -e',
    'export DEBIAN_FRONTEND=noninteractive RUNLEVEL=1',
    'apt-get update --quiet',
    `apt-get install --yes --quiet --no-install-recommends ${packages.join(' ')}`,
    'rm -rf /var/lib/apt/lists/* /var/cache/apt/*',
  ].join('\n');

async function sourceFile(source: NonNullable<Recipe['files']>[number]['source']): Promise<string> {
  if ('program' in source) return join(await ensureProgram(source.program), source.program);
  if ('command' in source) {
    const file = onPath(source.command);
    if (!file) throw new CannotRun(`expected ${source.command} on PATH, to put it into an image`);
    return file;
  }
  if (process.versions.node !== source.node) {
    throw new CannotRun(
      `expected to be run by Node ${source.node}, which goes into the image, got ${process.versions.node}; run through npm or nx`,
    );
  }
  return process.execPath;
}
