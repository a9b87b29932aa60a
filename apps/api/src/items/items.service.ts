import { Injectable } from '@nestjs/common';
import { SplitClient } from '@sluice/redis-split';
import type { Item } from './items.schema.ts';

// The ids live in one sorted set beside the values, because neither KEYS (blocks the server) nor SCAN (unbounded, and
// unordered) can list them. All scores are 0, so Redis keeps them in byte order: stable, and a page is a bounded read.
const indexKey = 'items';
const valueKey = (id: string): string => `item:${id}`;

@Injectable()
export class ItemsService {
  constructor(private readonly redis: SplitClient) {}

  /** One transaction on the primary: an id is never listed without its value. */
  async put({ id, val }: Item): Promise<void> {
    const outcomes = await this.redis.multi().set(valueKey(id), val).zadd(indexKey, 0, id).exec();
    // A command that fails inside a transaction does not reject it.
    for (const [error] of outcomes ?? []) if (error) throw error;
  }

  /** The first `limit` ids in byte order, from a replica. */
  list(limit: number): Promise<string[]> {
    return this.redis.zrange(indexKey, '-', '+', 'BYLEX', 'LIMIT', 0, limit);
  }

  /** The value, from a replica; `null` when there is none. */
  find(id: string): Promise<string | null> {
    return this.redis.get(valueKey(id));
  }
}
