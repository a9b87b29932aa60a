import { execa } from 'execa';
import { CannotRun } from '../cannot-run.ts';
import { onPath } from '../on-path.ts';

/** The folder of a Go module's source, fetched when it is not there: some programs keep what they need beside their code. */
export async function moduleFolder(module: string): Promise<string> {
  const go = onPath('go');
  if (!go)
    throw new CannotRun(`${module}: expected Go on PATH to fetch it. Install Go 1.24 or newer (https://go.dev/dl)`);
  const { stdout, failed } = await execa(go, ['mod', 'download', '-json', module], {
    ...{ reject: false, env: { GOFLAGS: '', GOWORK: 'off' } },
  });
  const { Dir, Error: why } = JSON.parse(stdout || '{}') as { Dir?: string; Error?: string };
  if (failed || Dir === undefined) throw new CannotRun(`${module}: could not be fetched: ${why ?? 'no answer'}`);
  return Dir;
}
