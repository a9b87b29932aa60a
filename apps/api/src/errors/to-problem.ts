import { HttpException } from '@nestjs/common';
import { RedisSplitError } from '@sluice/redis-split';
import { plainProblem, type Problem } from './problem.ts';
import { redisProblem } from './redis-problem.ts';

/** What a problem depends on besides the error. */
export interface ProblemContext {
  readonly maxBodyBytes: number;
  /** Whether the request demanded an answer of some age or state. */
  readonly demanding?: boolean;
}

/** Any error as a problem. What the client neither caused nor can mend stays inside. */
export function toProblem(error: unknown, { maxBodyBytes, demanding = true }: ProblemContext): Problem {
  if (error instanceof RedisSplitError) return redisProblem(error, demanding);
  if (error instanceof HttpException) return httpProblem(error, maxBodyBytes);
  return plainProblem(500);
}

function httpProblem(error: HttpException, maxBodyBytes: number): Problem {
  const problem = plainProblem(error.getStatus());
  const response = error.getResponse();
  if (typeof response === 'string') {
    return { ...problem, detail: serverRefusal(problem.status, maxBodyBytes) ?? response };
  }
  // Terminus throws its whole result.
  if ('details' in response) return { ...problem, title: 'Not ready', health: response };
  const { message } = response as { message?: string | string[] };
  return Array.isArray(message)
    ? { ...problem, detail: message.join('; '), errors: message }
    : { ...problem, detail: message };
}

/** What the HTTP server itself refuses, it does not explain. */
function serverRefusal(status: number, maxBodyBytes: number): string | undefined {
  if (status === 413) return `Expected a body of at most ${maxBodyBytes} bytes`;
  if (status === 415) return 'Expected the content type application/json';
  return undefined;
}
