import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Specs } from './mutant.ts';

/** What Jest counted. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
  /** Files that could not be run at all: that proves nothing. */
  readonly broken: number;
  /** The first test that failed, and what it said. */
  readonly firstFailed?: string;
  readonly message?: string;
}

interface Assertion {
  readonly status: string;
  readonly fullName: string;
  readonly failureMessages: readonly string[];
}

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly numRuntimeErrorTestSuites: number;
  readonly testResults: { readonly assertionResults: Assertion[] }[];
}

/** No test takes so long, not even on a busy machine. */
const LONGEST_MS = 300_000;

/**
 * Run some tests of the project in this folder.
 *
 * @param signal ends them, and rejects
 */
export async function runSpecs(
  project: string,
  { project: kind, file, test }: Specs,
  signal: AbortSignal,
): Promise<Count> {
  const report = join(project, 'report.json');
  rmSync(report, { force: true });
  const child = spawn(
    'jest',
    [
      ...['-c', kind === 'unit' ? 'jest.config.js' : 'jest.integration.config.js'],
      ...[`--testPathPatterns=${project}/.*${file}`, ...(test ? [`--testNamePattern=${test}`] : [])],
      // What a broken library leaves open must not keep us.
      ...['--json', `--outputFile=${report}`, '--bail=1', '--forceExit'],
    ],
    {
      cwd: project,
      stdio: 'ignore',
      ...{ signal, timeout: LONGEST_MS, killSignal: 'SIGKILL' },
      env: { ...process.env, NODE_OPTIONS: '--experimental-vm-modules --disable-warning=ExperimentalWarning' },
    },
  );
  await once(child, 'exit');
  if (!existsSync(report)) return { passed: 0, failed: 0, broken: 1 };
  const { numPassedTests, numFailedTests, numRuntimeErrorTestSuites, testResults } = JSON.parse(
    readFileSync(report, 'utf8'),
  ) as Report;
  const failed = testResults
    .flatMap(({ assertionResults }) => assertionResults)
    .find(({ status }) => status === 'failed');
  return {
    ...{ passed: numPassedTests, failed: numFailedTests, broken: numRuntimeErrorTestSuites },
    ...(failed && { firstFailed: failed.fullName, message: failed.failureMessages.join('\n') }),
  };
}
