import { describe, expect, it } from '@jest/globals';
import { lastError } from './k6.ts';

describe(lastError.name, () => {
  it.each([
    [
      'time="2026-11-22T05:16:17Z" level=error msg="GoError: http://127.0.0.1:1/ answered 0 dial: connection refused\\n\\tat setup (file:///scenario.js:1:2)\\n" hint="script exception"\n',
      'http://127.0.0.1:1/ answered 0 dial: connection refused',
    ],
    ['time="…" level=error msg="first"\ntime="…" level=error msg="a \\"quoted\\" last"\n', 'a "quoted" last'],
    ['time="…" level=warning msg="Request Failed"\n', ''],
    ['', ''],
  ])('finds the words of %j', (log, words) => expect(lastError(log)).toBe(words));
});
