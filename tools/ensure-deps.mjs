// Installs the locked dependencies when node_modules is missing or older than the lockfile, so that `npm start`,
// `npm test` and `npm run lab` work in a fresh clone. Plain JavaScript: it runs on the system's Node (>= 20).
import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

const mtimeMs = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;

if (mtimeMs('node_modules/.package-lock.json') < mtimeMs('package-lock.json')) {
  const startedAt = Date.now();
  console.log('dependencies: installing (once)');
  // Not `npm ci`: it refuses a lockfile whose optional packages for other platforms are not served everywhere.
  const install = spawnSync('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error'], {
    stdio: 'inherit',
  });
  if (install.status !== 0) process.exit(install.status ?? 1);
  console.log(`dependencies: installed in ${((Date.now() - startedAt) / 1000).toFixed(1)} s`);
}
