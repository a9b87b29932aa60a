// `npm test`: every check of every project, then one line that sums them up.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { countFiles, countTests, line, withExitCode } from './count.ts';

const root = join(import.meta.dirname, '../../..');
const targets = ['lint', 'typecheck', 'test', 'integration', 'e2e', 'check'];

// Nx forces colours upon its tasks unless it is told not to, also where NO_COLOR asks for none.
const env = { ...process.env, NX_TUI: 'false', ...(process.env['NO_COLOR'] && { FORCE_COLOR: '0' }) };

/** Output of the command goes to the terminal; 1 when it could not start. */
const run = (command: string, args: readonly string[]): number =>
  spawnSync(command, args, { cwd: root, stdio: 'inherit', env }).status ?? 1;

// A suite that is gone must not be counted; Nx restores the counts of what it does not run again.
for (const file of countFiles(root)) rmSync(join(root, file));

const formatted = run('prettier', ['--check', '--log-level=warn', '.']) === 0;
const checked = run('nx', ['run-many', '--targets', targets.join(','), '--parallel=2', '--outputStyle=static']) === 0;
const count = withExitCode(countTests(root), formatted && checked ? 0 : 1);

if (!formatted) console.error('not formatted (files above): npx prettier --write .');
if (!checked) console.error('a target failed: see "Failed tasks" above');
console.log(line(count));
process.exitCode = count.failed === 0 ? 0 : 1;
