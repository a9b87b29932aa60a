import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Leaves `test-results/<suite>.json` in the project: what `npm test` adds up, also when Nx replays a cached run. */
export default class CountReporter {
  constructor(globalConfig) {
    this.rootDir = globalConfig.rootDir;
  }

  onRunComplete(contexts, results) {
    const name = [...contexts][0]?.config.displayName?.name ?? 'none';
    const folder = join(this.rootDir, 'test-results');
    mkdirSync(folder, { recursive: true });
    const counts = {
      passed: results.numPassedTests,
      // A file that did not even load has no tests to count, but it did fail.
      failed: results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: results.numPendingTests + results.numTodoTests,
    };
    writeFileSync(join(folder, `${name.replaceAll(' ', '-')}.json`), JSON.stringify(counts) + '\n');
  }
}
