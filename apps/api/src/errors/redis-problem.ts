import { NotDurableError, type RedisSplitError } from '@sluice/redis-split';
import { namedProblem, plainProblem, type Problem } from './problem.ts';

const noNode = namedProblem('no-node', 503, 'No Redis node', 'no Redis node can serve this read');

/**
 * What an error of the client library is to a client over HTTP.
 *
 * @param demanding whether the request demanded an answer of some age or state: else it is not for that that nobody could answer
 */
export function redisProblem(error: RedisSplitError, demanding: boolean): Problem {
  switch (error.code) {
    case 'REDIS_SPLIT_NO_PRIMARY':
      return namedProblem('no-primary', 503, 'No primary', 'no primary: writes are refused; reads go on');
    case 'REDIS_SPLIT_AMBIGUOUS_WRITE':
      return namedProblem('ambiguous-write', 503, 'Ambiguous write', 'the write may or may not have happened');
    case 'REDIS_SPLIT_NO_NODE':
      return noNode;
    case 'REDIS_SPLIT_STALE':
      if (!demanding) return noNode;
      return namedProblem(
        'stale',
        503,
        'Not fresh enough',
        'no Redis node can prove an answer as new as the request demands; without its headers `Sluice-Token` and `Sluice-Max-Staleness-Ms` it may be answered',
      );
    case 'REDIS_SPLIT_TOKEN_INVALID':
      return namedProblem(
        'token-invalid',
        400,
        'Invalid token',
        'Sluice-Token: Expected a token as an answer of this API gave it; send the request without it',
      );
    case 'REDIS_SPLIT_TOKEN_LOST':
      return namedProblem(
        'token-lost',
        409,
        'Lost write',
        'a failover of Redis lost what the token stands for: drop the token, read again, and redo what is missing',
      );
    case 'REDIS_SPLIT_NOT_DURABLE':
      return namedProblem('not-durable', 504, 'Not confirmed', notDurable(error));
    case 'REDIS_SPLIT_CLOSED':
      return namedProblem('closing', 503, 'Closing', 'this process is stopping: nothing was done; try again');
    default:
      return plainProblem(500);
  }
}

const notDurable = (error: RedisSplitError) => {
  const { wanted, got } = error instanceof NotDurableError ? error : { wanted: '?', got: '?' };
  return `the write was made, but ${got} of ${wanted} replicas confirmed it in time: it is not undone, and not safe yet`;
};
