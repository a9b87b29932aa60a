import { existsSync } from 'node:fs';
import { chmod, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { CannotRun } from '../cannot-run.ts';
import { onPath } from '../on-path.ts';
import { phase } from '../phase.ts';
import type { Program } from './programs.ts';
import { sha256 } from './sha256.ts';

/** Go's name, which mirrors use, of this machine's architecture. */
const architecture = process.arch === 'x64' ? 'amd64' : process.arch;

/** Unpack a program from a folder of prebuilt ones; false when the mirror does not hold it. */
export async function unpackFromMirror(program: Program, mirror: string, target: string): Promise<boolean> {
  const archive = `${program.name}-${program.version}-${process.platform}-${architecture}.xz`;
  const file = join(mirror, archive);
  if (!existsSync(file)) return false;
  if (!onPath('xz')) throw new CannotRun(`${file}: expected xz on PATH to unpack it; install the package xz-utils`);

  return phase(`${program.name} ${program.version}: unpacking from the mirror`, async () => {
    const sums = await readFile(join(mirror, 'SHA256SUMS'), 'utf8').catch(() => '');
    const expected = expectedSum(sums, archive);
    const actual = await sha256(file);
    if (actual !== expected) {
      throw new CannotRun(
        `${file}: expected SHA-256 ${expected ?? '(none in SHA256SUMS)'}, got ${actual}; ` +
          'replace the file, or unset SLUICE_MIRROR to build from source',
      );
    }
    await execa('xz', ['-dc', file], { stdout: { file: target }, buffer: false });
    await chmod(target, 0o755);
    return true;
  });
}

/** The sum that a `SHA256SUMS` file gives for a name. */
export function expectedSum(sums: string, name: string): string | undefined {
  const entries = sums.split('\n').map((line) => line.trim().split(/\s+\*?/));
  return entries.find(([, file]) => file === name)?.[0];
}
