import { describe, expect, it } from '@jest/globals';
import { resolveDurableOptions } from './durable-options.ts';

describe(resolveDurableOptions.name, () => {
  it.each([
    ['no replica', { replicas: 0, timeoutMs: 1 }, 'replicas'],
    ['a wait without end', { replicas: 1, timeoutMs: 0 }, 'timeoutMs'],
  ])('rejects %s', (_name, options, named) => {
    expect(() => resolveDurableOptions(options)).toThrow(
      expect.objectContaining({ code: 'REDIS_SPLIT_INVALID_OPTION', message: expect.stringContaining(named) }),
    );
  });
});
