import { existsSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { execa } from 'execa';
import { cacheRoot } from '../cache.ts';
import { CannotRun, exitWith } from '../cannot-run.ts';
import { onPath } from '../on-path.ts';
import { phase } from '../phase.ts';

const usage = `usage: node with-python.ts PACKAGE==VERSION -- COMMAND [ARGUMENT…]
runs COMMAND with the programs of a Python package first on PATH`;

await exitWith(async () => {
  const [requirement = '', separator, command, ...args] = process.argv.slice(2);
  if (!/^[a-z][\w-]*==[\w.]+$/.test(requirement) || separator !== '--' || !command) throw new CannotRun(usage);
  const bin = await ensureVenv(requirement);
  process.env['PATH'] = [bin, process.env['PATH']].join(delimiter);
  const file = onPath(command);
  if (!file) throw new CannotRun(`expected a command on PATH, got ${command}`);
  process.execve?.(file, [command, ...args], process.env);
  throw new CannotRun('expected a platform that can replace a process; Windows is not supported');
});

/** An environment of its own for one package, made once. The mark is written last: what has none is made afresh. */
async function ensureVenv(requirement: string): Promise<string> {
  const folder = join(cacheRoot(), 'python', requirement);
  const bin = join(folder, 'bin');
  const mark = join(folder, 'complete');
  if (existsSync(mark)) return bin;
  if (!onPath('python3')) throw new CannotRun(`${requirement}: expected python3 on PATH; apt-get install python3-venv`);
  await phase(`${requirement}: installing from PyPI (a minute, once)`, async () => {
    await rm(folder, { recursive: true, force: true });
    await execa('python3', ['-m', 'venv', folder]);
    await execa(join(bin, 'pip'), ['install', '--quiet', requirement]);
    await writeFile(mark, '');
  });
  return bin;
}
