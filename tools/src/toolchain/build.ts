import { join } from 'node:path';
import { execa } from 'execa';
import { CannotRun } from '../cannot-run.ts';
import { onPath } from '../on-path.ts';
import { phase } from '../phase.ts';
import type { Program } from './programs.ts';

/** Build a program from Go modules into `folder`. Go's own build cache makes an interrupted build go on where it was. */
export async function buildFromModules(program: Program, folder: string, path?: string): Promise<void> {
  const { name, version, build } = program;
  const go = onPath('go', path);
  if (!go) {
    throw new CannotRun(
      `${name} ${version}: expected it in the cache, in SLUICE_MIRROR, or Go on PATH to build it. ` +
        'Install Go 1.24 or newer (https://go.dev/dl), or point SLUICE_MIRROR at a folder of prebuilt programs',
    );
  }

  const strip = '-s -w';
  const [cwd, args] =
    build.kind === 'install'
      ? [folder, ['install', '-trimpath', `-ldflags=${strip}`, `${build.module}@v${version}`]]
      : [
          join(import.meta.dirname, build.folder),
          [
            'build',
            '-trimpath',
            `-ldflags=${strip} ${build.set.map((value) => `-X ${value}`).join(' ')}`,
            '-o',
            join(folder, name),
            build.package ?? '.',
          ],
        ];

  await phase(`${name} ${version}: building from Go modules (minutes, once)`, async () => {
    const result = await execa(go, args, {
      cwd,
      reject: false,
      all: true,
      // A user's own flags (-mod=vendor, a workspace) must not change what is built.
      env: { CGO_ENABLED: '0', GOFLAGS: '', GOWORK: 'off', GOBIN: folder },
    });
    if (result.failed) {
      throw new CannotRun(
        `${name} ${version}: \`go ${args[0]}\` failed:\n${result.all.split('\n').slice(-15).join('\n')}`,
      );
    }
  });
}
