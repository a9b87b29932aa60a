import { Module, type DynamicModule } from '@nestjs/common';
import { ConsistencyModule } from '../consistency/consistency.module.ts';
import { itemsController } from './items.controller.ts';
import { itemSchemas } from './items.schema.ts';
import { ItemsService } from './items.service.ts';

@Module({ imports: [ConsistencyModule], providers: [ItemsService], exports: [ItemsService] })
export class ItemsModule {
  static for(limits: { readonly maxIdCharacters: number }): DynamicModule {
    return { module: ItemsModule, controllers: [itemsController(itemSchemas(limits))] };
  }
}
