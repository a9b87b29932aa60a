import { CannotRun, exitWith } from '../cannot-run.ts';
import { onPath } from '../on-path.ts';

import { programs, type ProgramName } from './programs.ts';
import { putOnPath } from './put-on-path.ts';

const usage = `usage: node with.ts PROGRAM… -- COMMAND [ARGUMENT…]
runs COMMAND with the named programs first on PATH; known: ${Object.keys(programs).join(', ')}`;

await exitWith(async () => {
  const separator = process.argv.indexOf('--');
  const names = process.argv.slice(2, separator);
  const [command, ...args] = process.argv.slice(separator + 1);
  if (separator < 0 || names.length === 0 || !command) throw new CannotRun(usage);
  if (!names.every(isProgram)) {
    throw new CannotRun(
      `expected the names of programs, got ${names.filter((name) => !isProgram(name)).join(', ')}\n${usage}`,
    );
  }

  await putOnPath(names);
  const file = onPath(command);
  if (!file) throw new CannotRun(`expected a command on PATH, got ${command}`);

  // Becomes the command instead of minding it: its signals, terminal and exit code need no forwarding.
  process.execve?.(file, [command, ...args], process.env);
  throw new CannotRun('expected a platform that can replace a process; Windows is not supported');
});

function isProgram(name: string): name is ProgramName {
  return Object.hasOwn(programs, name);
}
