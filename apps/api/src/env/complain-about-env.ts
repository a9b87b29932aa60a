import type { EnvProblem } from '@sluice/api-contract/env';

/** What stderr says about a wrong environment: every bad variable, one a line, and where they are documented. */
export function complainAboutEnv(problems: readonly EnvProblem[]): string {
  const lines = problems.map(({ variable, message }) => `${variable}: ${message}`);
  return [...lines, 'Not started. apps/api/README.md, "Settings", explains each variable.', ''].join('\n');
}
