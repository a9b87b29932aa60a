import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { applied, type Edit } from './mutant.ts';

const workspace = join(import.meta.dirname, '../../..');
const PROJECT = 'libs/redis-split';
/** What the tests of the library need of the workspace beside it, and do not change. */
const LINKED = ['node_modules', 'tools', 'jest.preset.js', 'jest.nest-setup.js', 'package.json', 'tsconfig.base.json'];

/** A copy of the library in which it may be broken. */
export class WorkspaceCopy {
  readonly folder = mkdtempSync(join(tmpdir(), 'redis-split-mutants-'));

  constructor() {
    mkdirSync(join(this.folder, 'libs'));
    const isSource = (path: string) => !/\/(dist|out-tsc|test-results)(\/|$)/.test(path);
    cpSync(join(workspace, PROJECT), this.project, { recursive: true, filter: isSource, verbatimSymlinks: true });
    for (const name of LINKED) symlinkSync(join(workspace, name), join(this.folder, name));
  }

  get project(): string {
    return join(this.folder, PROJECT);
  }

  /** Break it, run, mend it. */
  async broken<T>(edits: readonly Edit[], run: () => Promise<T>): Promise<T> {
    const files = edits.map(({ file }) => join(this.project, file));
    const before = files.map((file) => readFileSync(file, 'utf8'));
    try {
      edits.forEach((edit, i) => {
        const file = files[i] ?? '';
        writeFileSync(file, applied(readFileSync(file, 'utf8'), edit));
      });
      return await run();
    } finally {
      files.forEach((file, i) => writeFileSync(file, before[i] ?? ''));
    }
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}
