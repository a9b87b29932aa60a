import { applyDecorators } from '@nestjs/common';
import { ApiHeader, ApiResponse } from '@nestjs/swagger';
import { headerNames, maxDurability } from '@sluice/api-contract/http';
import type { z } from 'zod';
import { problemSchema, problemType } from '../errors/problem.ts';

/** For the description: what a route answers when it went well. */
export const Answers = (status: number, description: string, body?: z.ZodType) =>
  ApiResponse({ status, description, ...(body && { standardSchema: body }) });

/** For the description: with which statuses a route may refuse. */
export const Refuses = (...statuses: readonly number[]) =>
  applyDecorators(
    ...statuses.map((status) =>
      ApiResponse({
        status,
        description: refusals[status] ?? 'Problem',
        content: { [problemType]: { schema: problemJson } },
      }),
    ),
  );

// OpenAPI 3.0 knows no `$schema`.
const problemJson = Object.fromEntries(
  Object.entries(problemSchema.toJSONSchema()).filter(([key]) => !key.startsWith('$') && key !== '~standard'),
);

const refusals: Readonly<Record<number, string>> = {
  400: 'The request is wrong: `detail` says what was expected',
  404: 'There is no such item',
  409: 'A failover lost what the token stands for',
  412: 'The item is not in the state that a precondition asks for',
  413: 'The body is too large',
  415: 'The body is not JSON',
  429: 'This client sends too many requests: try again after `Retry-After` seconds',
  503: 'Not now: try again after `Retry-After` seconds',
  504: 'Written, but not confirmed by as many replicas as asked for',
};

const token = ApiHeader({
  name: headerNames.token,
  required: false,
  description: 'As an earlier answer gave it: the answer contains all that it stands for',
});

/** For the description: the headers that demands of a read are made by. */
export const ReadDemands = () =>
  applyDecorators(
    token,
    ApiHeader({
      name: headerNames.maxStalenessMs,
      required: false,
      description: 'The oldest acceptable answer, in milliseconds',
      schema: { type: 'integer', minimum: 1, maximum: 2_147_483_647 },
    }),
  );

/** For the description: the headers that demands of a write are made by. */
export const WriteDemands = () =>
  applyDecorators(
    token,
    ApiHeader({
      name: headerNames.durability,
      required: false,
      description: 'How many replicas must have the write before it is answered',
      schema: { type: 'integer', minimum: 1, maximum: maxDurability },
    }),
  );

/** For the description: preconditions. */
export const ConditionHeaders = (...names: readonly ('If-Match' | 'If-None-Match')[]) =>
  applyDecorators(
    ...names.map((name) => ApiHeader({ name, required: false, description: '`*` or a list of entity tags' })),
  );
