import { copyFileSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { publishedManifest, type Manifest } from './manifest.ts';
import { run } from './run.ts';

/** Run by `npx nx run redis-split:pack`: leaves the tarball that is published in `dist/redis-split` of the workspace. */
const project = join(import.meta.dirname, '../..');
const workspace = join(project, '../..');
const destination = join(workspace, 'dist/redis-split');
const folder = mkdtempSync(join(tmpdir(), 'redis-split-pack-'));
const staged = join(folder, 'package');

try {
  // A build of its own: what once lay in `dist` must not be published, nor maps of sources that are not.
  const maps = ['--sourceMap', 'false', '--declarationMap', 'false'];
  const places = ['--outDir', join(staged, 'dist'), '--tsBuildInfoFile', join(folder, 'tsbuildinfo')];
  run('tsc', ['-p', 'tsconfig.lib.json', ...maps, ...places], project);

  const manifest = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as Manifest;
  writeFileSync(join(staged, 'package.json'), `${JSON.stringify(publishedManifest(manifest), null, 2)}\n`);
  mkdirSync(join(staged, 'docs'));
  for (const file of ['README.md', 'LICENSE', ...globSync('docs/*.md', { cwd: project })]) {
    copyFileSync(join(project, file), join(staged, file));
  }

  rmSync(destination, { recursive: true, force: true });
  mkdirSync(destination, { recursive: true });
  run('npm', ['pack', '--silent', '--pack-destination', destination], staged);
  for (const file of globSync('*.tgz', { cwd: destination })) {
    process.stdout.write(`${relative(workspace, join(destination, file))}\n`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
