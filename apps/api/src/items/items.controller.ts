import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  NotFoundException,
  Param,
  Post,
  PreconditionFailedException,
  Put,
  Query,
  Res,
  type Type,
} from '@nestjs/common';
import { ApiProduces, ApiTags } from '@nestjs/swagger';
import { itemPath, paths } from '@sluice/api-contract/http';
import type { FastifyReply } from 'fastify';
import { Reads, Writes } from '../consistency/reads-and-writes.decorators.ts';
import { Answers, ConditionHeaders, Refuses } from '../docs/answers.decorators.ts';
import { etag, names, tagOf, type Preconditions } from './entity-tag.ts';
import {
  answers,
  type Batch,
  type BatchAnswer,
  type Item,
  type ItemContent,
  type ItemParams,
  type ItemSchemas,
  type PageQuery,
  type Ttl,
} from './items.schema.ts';
import { ItemsService } from './items.service.ts';
import { nextLink } from './next-link.ts';
import { IfTags } from './preconditions.ts';

const item = `${paths.items}/:id`;

/** The routes of items. A function, because the limits in their schemas are settings. */
export function itemsController(schemas: ItemSchemas): Type {
  @ApiTags('Items')
  @Controller()
  class ItemsController {
    constructor(private readonly items: ItemsService) {}

    @Post(paths.item)
    @HttpCode(200)
    @Writes()
    @Answers(200, 'Written: `ok`', answers.ok)
    @ApiProduces('text/plain')
    async post(@Body({ schema: schemas.item }) body: Item): Promise<string> {
      await this.items.put(body);
      return 'ok';
    }

    @Get(paths.items)
    @Reads()
    @Answers(200, 'Ids in byte order; the header `Link` leads to the next page', answers.ids)
    async list(
      @Query({ schema: schemas.page }) query: PageQuery,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<readonly string[]> {
      const { ids, next } = await this.items.list(query);
      if (next !== undefined) void reply.header('Link', nextLink(query.limit, next));
      return ids;
    }

    @Post(paths.itemsBatch)
    @HttpCode(200)
    @Reads()
    @Answers(200, 'Those that there are, and the ids of those that there are not', answers.batch)
    @Refuses(413, 415)
    async findAll(@Body({ schema: schemas.batch }) { ids }: Batch): Promise<BatchAnswer> {
      const vals = await this.items.findAll(ids);
      return {
        items: ids.flatMap((id, i) => (vals[i] == null ? [] : { id, val: vals[i] })),
        missing: ids.filter((_, i) => vals[i] == null),
      };
    }

    @Get(item)
    @Reads()
    @ConditionHeaders('If-Match', 'If-None-Match')
    @Answers(200, 'The item, with its `ETag`', answers.item)
    @Answers(304, 'As `If-None-Match` knows it')
    @Refuses(404, 412)
    async find(
      @Param({ schema: schemas.params }) { id }: ItemParams,
      @IfTags() { ifMatch, ifNoneMatch }: Preconditions,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<Item | undefined> {
      const val = await this.items.find(id);
      const tag = val === null ? undefined : tagOf(val);
      if (ifMatch && !names(ifMatch, tag)) throw refused();
      if (val === null || tag === undefined) throw notFound(id);
      void reply.header('ETag', etag(tag));
      if (!ifNoneMatch || !names(ifNoneMatch, tag)) return { id, val };
      void reply.status(304);
      return undefined;
    }

    @Put(item)
    @Writes()
    @ConditionHeaders('If-Match', 'If-None-Match')
    @Answers(201, 'Created')
    @Answers(204, 'Replaced')
    @Refuses(412)
    async put(
      @Param({ schema: schemas.params }) { id }: ItemParams,
      @Body({ schema: schemas.content }) content: ItemContent,
      @IfTags() conditions: Preconditions,
      @Res({ passthrough: true }) reply: FastifyReply,
    ): Promise<void> {
      const outcome = await this.items.put({ id, ...content }, conditions);
      if (outcome === 'refused') throw refused();
      void reply.header('ETag', etag(tagOf(content.val))).status(outcome === 'created' ? 201 : 204);
      if (outcome === 'created') void reply.header('Location', itemPath(id));
    }

    @Delete(item)
    @HttpCode(204)
    @Writes()
    @ConditionHeaders('If-Match', 'If-None-Match')
    @Answers(204, 'Deleted')
    @Refuses(404, 412)
    async delete(
      @Param({ schema: schemas.params }) { id }: ItemParams,
      @IfTags() conditions: Preconditions,
    ): Promise<void> {
      const outcome = await this.items.delete(id, conditions);
      if (outcome === 'refused') throw refused();
      if (outcome === 'missing') throw notFound(id);
    }

    @Get(`${item}/ttl`)
    @Reads()
    @Answers(200, 'How long the item still lives, in milliseconds; null when it does not expire', answers.ttl)
    @Refuses(404)
    async ttl(@Param({ schema: schemas.params }) { id }: ItemParams): Promise<Ttl> {
      const ttlMs = await this.items.ttlMs(id);
      if (ttlMs === null) throw notFound(id);
      return { ttlMs: Number.isFinite(ttlMs) ? ttlMs : null };
    }
  }
  return ItemsController;
}

const notFound = (id: string) => new NotFoundException(`No item has the id ${JSON.stringify(id)}`);

const refused = () =>
  new PreconditionFailedException(
    'The item is not in the state that If-Match or If-None-Match asks for: read it again',
  );
