import { describe, expect, it } from '@jest/globals';
import { NotFoundException, PayloadTooLargeException } from '@nestjs/common';
import { LostWriteError, NotDurableError, RedisSplitError, type Token } from '@sluice/redis-split';
import { toProblem } from './to-problem.ts';

const limits = { maxBodyBytes: 1000 };
const token = `v1.${'a'.repeat(40)}.7` as Token;

describe(toProblem.name, () => {
  it('keeps what broke inside to itself', () => {
    expect(toProblem(new Error('password=secret'), limits)).toEqual({
      type: 'about:blank',
      title: 'Internal Server Error',
      status: 500,
    });
  });

  it('says what Nest says', () => {
    expect(toProblem(new NotFoundException('No item'), limits)).toMatchObject({ status: 404, detail: 'No item' });
  });

  it('says the limit that the server refused by', () => {
    expect(toProblem(new PayloadTooLargeException(), limits)).toMatchObject({ status: 413 });
  });

  it.each([
    [new RedisSplitError('REDIS_SPLIT_NO_PRIMARY', 'm'), 503, 'no-primary'],
    [new RedisSplitError('REDIS_SPLIT_AMBIGUOUS_WRITE', 'm'), 503, 'ambiguous-write'],
    [new RedisSplitError('REDIS_SPLIT_NO_NODE', 'm'), 503, 'no-node'],
    [new RedisSplitError('REDIS_SPLIT_STALE', 'm'), 503, 'stale'],
    [new RedisSplitError('REDIS_SPLIT_CLOSED', 'm'), 503, 'closing'],
    [new RedisSplitError('REDIS_SPLIT_TOKEN_INVALID', 'm'), 400, 'token-invalid'],
    [new LostWriteError(token, 5n), 409, 'token-lost'],
    [new NotDurableError(2, 1, 'OK'), 504, 'not-durable'],
  ])('names %s', (error, status, name) => {
    const problem = toProblem(error, limits);

    expect(problem).toMatchObject({ status, type: `urn:sluice:problem:${name}` });
    expect(problem.detail).not.toContain('aaaa');
  });

  it('does not call an answer too old when nobody demanded a new one', () => {
    const error = new RedisSplitError('REDIS_SPLIT_STALE', 'm');
    expect(toProblem(error, { ...limits, demanding: false })).toMatchObject({ type: 'urn:sluice:problem:no-node' });
  });

  it('says how many replicas confirmed', () => {
    expect(toProblem(new NotDurableError(2, 1, 'OK'), limits).detail).toContain('1 of 2 replicas');
  });
});
