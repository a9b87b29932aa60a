import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { cacheRoot } from '../cache.ts';
import { acceptedOnPath } from './accept.ts';
import { cachedFolder, record } from './cached.ts';
import { programs, type Program, type ProgramName } from './programs.ts';

/**
 * The folder that holds a program under its own name, fit to be put on PATH.
 *
 * Looked for in the cache, on PATH where a foreign one is accepted, in `SLUICE_MIRROR`, and built from Go modules last.
 * The folder appears in the cache by one rename, so that a killed build leaves nothing half.
 */
export async function ensureProgram(name: ProgramName, env: NodeJS.ProcessEnv = process.env): Promise<string> {
  const program: Program = programs[name];
  const target = join(cacheRoot(env), 'bin', `${name}-${program.version}`);
  if (await cachedFolder(target, name)) return target;

  await mkdir(dirname(target), { recursive: true });
  const draft = await mkdtemp(join(dirname(target), `.${name}-`));
  try {
    await obtain(program, draft, env);
    for (const link of program.links ?? []) await symlink(name, join(draft, link));
    await writeFile(join(draft, 'record.json'), JSON.stringify(await record(join(draft, name))));
    await rm(target, { recursive: true, force: true });
    await rename(draft, target);
    return target;
  } catch (error) {
    // Two at once: the other one was first, and its folder is as good.
    if (await cachedFolder(target, name)) return target;
    throw error;
  } finally {
    await rm(draft, { recursive: true, force: true });
  }
}

async function obtain(program: Program, draft: string, env: NodeJS.ProcessEnv): Promise<void> {
  const file = join(draft, program.name);
  const accepted = await acceptedOnPath(program, env['PATH']);
  if (accepted) return symlink(accepted, file);

  // Loaded here only: what is in the cache must be at hand within milliseconds.
  const { unpackFromMirror } = await import('./mirror.ts');
  if (env['SLUICE_MIRROR'] && (await unpackFromMirror(program, env['SLUICE_MIRROR'], file))) return;
  const { buildFromModules } = await import('./build.ts');
  await buildFromModules(program, draft, env['PATH']);
}
