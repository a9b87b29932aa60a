import { Module, type DynamicModule } from '@nestjs/common';
import { itemsController } from './items.controller.ts';
import { itemSchemas } from './items.schema.ts';
import { ItemsService } from './items.service.ts';

@Module({ providers: [ItemsService], exports: [ItemsService] })
export class ItemsModule {
  static for(limits: { readonly maxIdCharacters: number }): DynamicModule {
    return { module: ItemsModule, controllers: [itemsController(itemSchemas(limits))] };
  }
}
