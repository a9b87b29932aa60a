import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { RedisSplitError, type RedisSplitErrorCode } from '@sluice/redis-split';
import { maxBodyBytes } from '../items/items.schema.ts';

/** Content type of a problem. */
export const problemType = 'application/problem+json';

/** The body of a failed request: RFC 9457. */
export interface Problem {
  /** What happened, for programs; `about:blank` says no more than the status. */
  readonly type: string;
  readonly title: string;
  readonly status: number;
  /** What happened, for people. */
  readonly detail?: string;
  /** Bad input: each thing that is wrong. */
  readonly errors?: readonly string[];
  /** Not ready: what is known of each Redis node. */
  readonly health?: unknown;
}

/** Any error as a problem. What the client neither caused nor can mend stays inside. */
export function toProblem(error: unknown): Problem {
  if (error instanceof RedisSplitError) return redisProblems[error.code] ?? plain(500);
  if (error instanceof HttpException) return fromHttpException(error);
  return plain(500);
}

const plain = (status: number): Problem => ({
  type: 'about:blank',
  title: STATUS_CODES[status] ?? 'Error',
  status,
});

const redisProblems: Partial<Record<RedisSplitErrorCode, Problem>> = {
  REDIS_SPLIT_NO_PRIMARY: {
    type: 'urn:sluice:problem:no-primary',
    title: 'No primary',
    status: 503,
    detail: 'no primary: writes are refused; reads go on',
  },
  REDIS_SPLIT_AMBIGUOUS_WRITE: {
    type: 'urn:sluice:problem:ambiguous-write',
    title: 'Ambiguous write',
    status: 503,
    detail: 'the write may or may not have happened',
  },
  REDIS_SPLIT_NO_NODE: {
    type: 'urn:sluice:problem:no-node',
    title: 'No Redis node',
    status: 503,
    detail: 'no Redis node can serve this read',
  },
};

/** What the HTTP server itself refuses, it does not explain. */
const expectedByStatus: Partial<Record<number, string>> = {
  413: `Expected a body of at most ${maxBodyBytes} bytes`,
  415: 'Expected the content type application/json',
};

function fromHttpException(error: HttpException): Problem {
  const problem = plain(error.getStatus());
  const response = error.getResponse();
  if (typeof response === 'string') return { ...problem, detail: expectedByStatus[problem.status] ?? response };
  // Terminus throws its whole result.
  if ('details' in response) return { ...problem, title: 'Not ready', health: response };
  const { message } = response as { message?: string | string[] };
  return Array.isArray(message)
    ? { ...problem, detail: message.join('; '), errors: message }
    : { ...problem, detail: message };
}
