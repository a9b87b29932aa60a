import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Specs } from './mutant.ts';

/** What Jest counted. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** Files that could not be run at all: that proves nothing. */
  readonly broken: number;
  /** Of the first test that failed. */
  readonly firstFailed?: string;
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: { readonly assertionResults: { readonly status: string; readonly fullName: string }[] }[];
}

/** Run some tests of the project in this folder. */
export async function runSpecs(project: string, { project: kind, file, test }: Specs): Promise<Count> {
  const report = join(project, 'report.json');
  rmSync(report, { force: true });
  const child = spawn(
    'jest',
    [
      ...['-c', kind === 'unit' ? 'jest.config.js' : 'jest.integration.config.js'],
      ...[`--testPathPatterns=${project}/.*${file}`, ...(test ? [`--testNamePattern=${test}`] : [])],
      ...['--json', `--outputFile=${report}`, '--bail=1'],
    ],
    {
      cwd: project,
      stdio: 'ignore',
      env: { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
    },
  );
  await once(child, 'exit');
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  ) as Report;
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  return {
    ...{ passed: numPassedTests, failed: numFailedTests, broken: numRuntimeErrorTestSuites },
    ...(failed && { firstFailed: failed.fullName }),
  };
}
