import { homedir } from 'node:os';
import { join } from 'node:path';

/** Where everything lives that is slow to make and the same for every clone; `SLUICE_CACHE` moves it. */
export const cacheRoot = (env: NodeJS.ProcessEnv = process.env): string =>
  env['SLUICE_CACHE'] || join(homedir(), '.cache', 'sluice');
