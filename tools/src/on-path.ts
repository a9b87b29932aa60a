import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The file that a command name stands for, or undefined. The administrator's folders count even without a login shell. */
export function onPath(command: string, path = process.env['PATH'] ?? ''): string | undefined {
  if (command.includes('/')) return command;
  return [...path.split(delimiter), '/usr/local/sbin', '/usr/sbin', '/sbin']
    .filter(Boolean)
    .map((folder) => join(folder, command))
    .find(isExecutable);
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
