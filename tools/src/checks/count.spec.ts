import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { add, countTests, countVerdict, line, none, withExitCode } from './count.ts';

describe('counting', () => {
  let root: string;
  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'sluice-count-'));
  });
  afterEach(() => rmSync(root, { recursive: true }));

  const leave = (folder: string, file: string, content: object): string => {
    mkdirSync(join(root, folder), { recursive: true });
    writeFileSync(join(root, folder, file), JSON.stringify(content));
    return join(root, folder, file);
  };

  it('sums what every suite of every project left', () => {
    leave('apps/api/test-results', 'api.json', { passed: 3, failed: 0, skipped: 0 });
    leave('apps/api/test-results', 'api-e2e.json', { passed: 2, failed: 1, skipped: 0 });
    leave('tools/test-results', 'tools.json', { passed: 5, failed: 0, skipped: 0 });
    expect(line(countTests(root))).toBe('10 passed, 1 failed');
  });

  it('counts a verdict rule by rule', () => {
    const file = leave('results', 'verdict.json', { pass: false, rules: [{ pass: true }, { pass: false }] });
    expect(countVerdict(file)).toEqual({ passed: 1, failed: 1 });
  });

  it('never reports a failed command as a clean sheet', () => {
    expect(withExitCode({ passed: 4, failed: 0 }, 1)).toEqual({ passed: 4, failed: 1 });
    expect(withExitCode({ passed: 4, failed: 2 }, 1)).toEqual({ passed: 4, failed: 2 });
    expect(withExitCode({ passed: 4, failed: 0 }, 0)).toEqual({ passed: 4, failed: 0 });
  });

  it('starts from nothing', () => expect(add(none, { passed: 1, failed: 2 })).toEqual({ passed: 1, failed: 2 }));
});
