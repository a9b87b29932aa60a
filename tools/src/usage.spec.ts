import { describe, expect, it } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';

describe.each([
  ['lab/cli.ts', [[], ['sideways'], ['toString'], ['up', '--fast'], ['up', '--hpa-sync=soon']]],
  ['image/cli.ts', [['--tags=x'], ['positional']]],
])('%s', (cli, wrong) => {
  it.each(wrong.map((args) => [args]))('refuses %j with exit code 2, and says what was expected', (args) => {
    const { status, stderr } = spawnSync(process.execPath, [join(import.meta.dirname, cli), ...args], {
      encoding: 'utf8',
    });
    expect(stderr).toMatch(/^error: .*(usage: node cli\.ts|expected a duration such as 5s, got soon)/s);
    expect(stderr).not.toContain('    at ');
    expect(status).toBe(2);
  });
});
