import { delimiter } from 'node:path';
import { ensureProgram } from './ensure.ts';
import type { ProgramName } from './programs.ts';

/** Put programs first on this process's PATH, getting those that are missing one after another: builds share cores. */
export async function putOnPath(names: readonly ProgramName[]): Promise<void> {
  const folders: string[] = [];
  for (const name of names) folders.push(await ensureProgram(name));
  process.env['PATH'] = [...folders, process.env['PATH']].join(delimiter);
}
