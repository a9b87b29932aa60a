import { globSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { run } from './run.ts';
import { userOf } from './user.ts';

const CORE = `
import { createSplitClient, RedisSplitError, type SplitClient } from '@sluice/redis-split';

const client: SplitClient = createSplitClient({ topology: { kind: 'static', nodes: ['redis://127.0.0.1:1'] } });
const value: Promise<string | null> = client.get('key');
await value.catch((error: unknown) => {
  if (!(error instanceof RedisSplitError)) throw error;
});
await client.close();
`;

const NEST = `
import type { DynamicModule } from '@nestjs/common';
import { RedisSplitModule } from '@sluice/redis-split/nest';
import { RedisSplitHealth } from '@sluice/redis-split/terminus';

const imported: DynamicModule = RedisSplitModule.forRoot({ topology: { kind: 'static', nodes: ['redis://127.0.0.1:1'] } });
if (imported.module !== RedisSplitModule) throw new Error('Expected the module itself');
if (typeof RedisSplitHealth !== 'function') throw new Error('Expected a class');
`;

/** Run by `npx nx run redis-split:check`, after `pack`: is the tarball what its users need, and nothing else? */
const workspace = join(import.meta.dirname, '../../../..');
const [tarball] = globSync('dist/redis-split/*.tgz', { cwd: workspace }).map((file) => join(workspace, file));
if (!tarball) {
  process.stderr.write('Expected a package in dist/redis-split, found none; run `npx nx run redis-split:check`\n');
  process.exit(2);
}
const folder = mkdtempSync(join(tmpdir(), 'redis-split-user-'));

try {
  run('publint', ['run', '--strict', tarball], workspace);
  // All that is ESM only can be imported by CommonJS in one way, so that is no finding.
  run('attw', ['--no-definitely-typed', '--profile', 'esm-only', tarball], workspace);
  const user = userOf(tarball, folder, workspace);
  const count = checkFiles(user.installed);
  user.use('core', CORE);
  for (const peer of ['@nestjs/common', '@nestjs/core', '@nestjs/terminus', 'rxjs']) user.add(peer);
  user.use('nest', NEST);
  process.stdout.write(`${count} files, publint and attw found nothing, used with and without Nest\n`);
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true });
}

/** @returns how many there are */
function checkFiles(root: string): number {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
  for (const file of files) {
    const name = relative(root, file);
    if (
      !/^(package\.json|README\.md|LICENSE|docs\/.*\.md|dist\/.*\.(js|d\.ts))$/.test(name) ||
      name.includes('.spec.')
    ) {
      throw new Error(`Expected only the build, README.md, docs and LICENSE in the package, got ${name}`);
    }
    if (readFileSync(file, 'utf8').includes('sourceMappingURL')) {
      throw new Error(`Expected no reference to a source map, since none is published, got one in ${name}`);
    }
  }
  return files.length;
}
