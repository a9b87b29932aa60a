import { Body, Controller, Get, HttpCode, NotFoundException, Param, Post, Query } from '@nestjs/common';
import { paths } from '@sluice/api-contract/http';
import {
  itemParamsSchema,
  itemSchema,
  listQuerySchema,
  type Item,
  type ItemParams,
  type ListQuery,
} from './items.schema.ts';
import { ItemsService } from './items.service.ts';

@Controller()
export class ItemsController {
  constructor(private readonly items: ItemsService) {}

  @Post(paths.item)
  @HttpCode(200)
  async put(@Body({ schema: itemSchema }) item: Item): Promise<string> {
    await this.items.put(item);
    return 'ok';
  }

  @Get(paths.items)
  list(@Query({ schema: listQuerySchema }) { limit }: ListQuery): Promise<string[]> {
    return this.items.list(limit);
  }

  @Get(`${paths.items}/:id`)
  async find(@Param({ schema: itemParamsSchema }) { id }: ItemParams): Promise<Item> {
    const val = await this.items.find(id);
    if (val === null) throw new NotFoundException(`No item has the id ${JSON.stringify(id)}`);
    return { id, val };
  }
}
