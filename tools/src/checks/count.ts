import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** How many checks of a kind passed and failed. */
export interface Count {
  readonly passed: number;
  readonly failed: number;
}

export const none: Count = { passed: 0, failed: 0 };

export const add = (a: Count, b: Count): Count => ({ passed: a.passed + b.passed, failed: a.failed + b.failed });

/** The closing line that people and CI read. */
export const line = ({ passed, failed }: Count): string => `${passed} passed, ${failed} failed`;

/** Where each suite left its count (tools/jest-count-reporter.mjs), relative to the repository. */
export const countFiles = (root: string): string[] =>
  globSync('{apps/*,libs/*,deploy,loadtests,tools}/test-results/*.json', { cwd: root });

/** The sum over all suites of the last `npm test`. */
export const countTests = (root: string): Count =>
  countFiles(root)
    .map((file) => JSON.parse(readFileSync(join(root, file), 'utf8')) as Count)
    .reduce(add, none);

/** A verdict counts as one check a rule. */
export function countVerdict(file: string): Count {
  const { rules } = JSON.parse(readFileSync(file, 'utf8')) as { rules: readonly { pass: boolean }[] };
  const passed = rules.filter(({ pass }) => pass).length;
  return { passed, failed: rules.length - passed };
}

/** A command that failed although nothing that was counted did (lint, types, a lab that did not start) is one failure. */
export const withExitCode = (count: Count, exitCode: number): Count =>
  exitCode !== 0 && count.failed === 0 ? { ...count, failed: 1 } : count;
