import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The file that a command name stands for, or undefined. */
export function onPath(command: string, path = process.env['PATH'] ?? ''): string | undefined {
  if (command.includes('/')) return command;
  return path
    .split(delimiter)
    .filter(Boolean)
    .map((folder) => join(folder, command))
    .find(isExecutable);
}

/** Debian keeps `iptables` and its like out of the PATH of a root that came by `su`. */
export function addAdministratorsPath(): void {
  process.env['PATH'] = [process.env['PATH'], '/usr/local/sbin', '/usr/sbin', '/sbin'].filter(Boolean).join(delimiter);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
