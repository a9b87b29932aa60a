import { onPath } from '../on-path.ts';
import type { Program } from './programs.ts';

/** A program on PATH that is as good as ours, by what it says of itself. */
export async function acceptedOnPath({ name, accept }: Program, path: string | undefined): Promise<string | undefined> {
  const file = onPath(name, path);
  if (!accept || !file) return undefined;
  const { execa } = await import('execa');
  const { stdout } = await execa(file, accept.args, { reject: false });
  return accept.test(stdout ?? '') ? file : undefined;
}
