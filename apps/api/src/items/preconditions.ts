import { BadRequestException, createParamDecorator, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { expectedTags, parseTags, type Preconditions, type Tags } from './entity-tag.ts';

/**
 * The preconditions of the request.
 *
 * @throws BadRequestException
 */
export const IfTags = createParamDecorator((_: unknown, context: ExecutionContext): Preconditions => {
  const { headers } = context.switchToHttp().getRequest<FastifyRequest>();
  const ifMatch = tagsIn('If-Match', headers['if-match'], 'strong');
  const ifNoneMatch = tagsIn('If-None-Match', headers['if-none-match'], 'weak');
  return { ...(ifMatch && { ifMatch }), ...(ifNoneMatch && { ifNoneMatch }) };
});

function tagsIn(name: string, header: string | undefined, comparison: 'strong' | 'weak'): Tags | undefined {
  if (header === undefined) return undefined;
  const tags = parseTags(header, comparison);
  if (tags) return tags;
  throw new BadRequestException(`${name}: ${expectedTags}, got ${JSON.stringify(header.slice(0, 60))}`);
}
