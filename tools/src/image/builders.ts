import { execa, ExecaError } from 'execa';
import { CannotRun } from '../cannot-run.ts';
import { onPath } from '../on-path.ts';
import { ensurePackages } from '../packages.ts';
import { imagePackages, ensureInStorage } from './build-image.ts';
import { buildah } from './buildah.ts';
import { nodeRecipe } from './recipes.ts';

/** Something that builds a Containerfile and writes the result as a docker archive. */
interface Builder {
  readonly name: string;
  build(folder: string, tag: string): Promise<void>;
  save(tag: string, archive: string): Promise<void>;
}

/** An engine that answers, else buildah, which needs none; buildah is installed when that is possible. */
export async function chooseBuilder(): Promise<Builder> {
  for (const name of ['docker', 'podman']) {
    if (onPath(name) && !(await execa(name, ['info'], { reject: false })).failed) return engine(name);
  }
  if (process.getuid?.() !== 0) {
    throw new CannotRun('expected a Docker or Podman engine that answers, or to be run as root to build with buildah');
  }
  await ensurePackages(imagePackages);
  return withoutEngine;
}

const engine = (name: string): Builder => ({
  name,
  async build(folder, tag) {
    await execa(name, ['build', '--file=Containerfile', `--tag=${tag}`, '.'], { cwd: folder }).catch(explain);
  },
  async save(tag, archive) {
    await execa(name, ['save', `--output=${archive}`, tag]).catch(explain);
  },
});

const withoutEngine: Builder = {
  name: 'buildah',
  async build(folder, tag) {
    // The base is made here under its public name: this route is for machines that reach no registry.
    await ensureInStorage(nodeRecipe);
    await buildah('build', '--pull-never', '--quiet', '--file', `${folder}/Containerfile`, '--tag', tag, folder).catch(
      explain,
    );
    // The image that held the tag before has lost its name.
    await buildah('rmi', '--prune');
  },
  async save(tag, archive) {
    await buildah('push', '--quiet', tag, `docker-archive:${archive}:${tag}`);
  },
};

function explain(error: unknown): never {
  if (error instanceof ExecaError) throw new CannotRun(`${error.shortMessage}\n${error.stderr}`, { cause: error });
  throw error;
}
