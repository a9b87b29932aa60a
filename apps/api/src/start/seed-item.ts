import { setTimeout } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { ItemsService } from '../items/items.service.ts';

const seed = { id: 'key', val: 'value' };
const retryDelayMs = 500;

/** Writes the id `key` as soon as there is a primary. In the background: the start never waits for it or fails by it. */
@Injectable()
export class SeedItem implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger(SeedItem.name);
  private readonly stop = new AbortController();

  constructor(private readonly items: ItemsService) {}

  onApplicationBootstrap(): void {
    void this.writeUntilDone();
  }

  onModuleDestroy(): void {
    this.stop.abort();
  }

  private async writeUntilDone(): Promise<void> {
    while (!this.stop.signal.aborted) {
      try {
        await this.items.put(seed);
        return this.logger.log(`Wrote the id \`${seed.id}\``);
      } catch (error) {
        this.logger.debug(`The id \`${seed.id}\` is not written yet: ${String(error)}`);
        await setTimeout(retryDelayMs, undefined, { signal: this.stop.signal }).catch(() => undefined);
      }
    }
  }
}
