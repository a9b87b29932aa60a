import { describe, expect, it } from '@jest/globals';
import { isRecentKubectl } from './programs.ts';

describe(isRecentKubectl.name, () => {
  it.each([
    ['Client Version: v1.34.4', true],
    ['Client Version: v1.32.4-dispatcher', true],
    ['Client Version: v1.29.0', false],
    ['Client Version: v2.31.0', false],
    ['something else', false],
    ['', false],
  ])('%s → %s', (output, accepted) => expect(isRecentKubectl(output)).toBe(accepted));
});
