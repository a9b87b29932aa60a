import { Injectable } from '@nestjs/common';
import { SplitClient } from '@sluice/redis-split';
import type { Preconditions } from './entity-tag.ts';
import type { Item } from './items.schema.ts';
import { deleteScript, putScript, tagsArgument } from './write-scripts.ts';

// The ids live in one sorted set beside the values, because neither KEYS (blocks the server) nor SCAN (unbounded, and
// unordered) can list them. All scores are 0, so Redis keeps them in byte order: stable, and a page is a bounded read.
const indexKey = 'items';
// Those with a time to live, by when it ends.
const expiringKey = 'items:expiring';
const valueKey = (id: string): string => `item:${id}`;

/** What became of a write. `refused`: its preconditions were not met, and nothing was written. */
export type PutOutcome = 'created' | 'replaced' | 'refused';
export type DeleteOutcome = 'deleted' | 'missing' | 'refused';

/** A part of all ids, in byte order. */
export interface Page {
  /** May be fewer than asked for: ids whose time has passed are left out. */
  readonly ids: readonly string[];
  /** The next page is after this id; absent on the last. */
  readonly next?: string;
}

@Injectable()
export class ItemsService {
  constructor(private readonly redis: SplitClient) {}

  /** All or nothing: an id is never listed without its value. */
  async put({ id, val, ttlMs }: Item & { ttlMs?: number }, conditions: Preconditions = {}): Promise<PutOutcome> {
    return (await this.write(putScript, id, conditions, val, ttlMs ?? '')) as PutOutcome;
  }

  async delete(id: string, conditions: Preconditions = {}): Promise<DeleteOutcome> {
    return (await this.write(deleteScript, id, conditions)) as DeleteOutcome;
  }

  /** At most `limit` ids, those after the id `after`. */
  async list({ limit, after }: { readonly limit: number; readonly after?: string }): Promise<Page> {
    const from = after === undefined ? '-' : `(${after}`;
    const found = await this.redis.zrange(indexKey, from, '+', 'BYLEX', 'LIMIT', 0, limit + 1);
    const page = found.slice(0, limit);
    const next = found.length > limit ? page.at(-1) : undefined;
    return { ids: await this.withoutExpired(page), ...(next !== undefined && { next }) };
  }

  /** The value; `null` when there is none. */
  find(id: string): Promise<string | null> {
    return this.redis.get(valueKey(id));
  }

  /** The values in the order of the ids; `null` where there is none. */
  findAll(ids: readonly string[]): Promise<(string | null)[]> {
    return this.redis.mget(ids.map(valueKey));
  }

  /** How long the item still lives, in milliseconds; `Infinity` when it does not expire, `null` when there is none. */
  async ttlMs(id: string): Promise<number | null> {
    const ms = await this.redis.pttl(valueKey(id));
    if (ms === -2) return null;
    return ms === -1 ? Infinity : ms;
  }

  private write(script: string, id: string, { ifMatch, ifNoneMatch }: Preconditions, ...args: (string | number)[]) {
    const keys = [valueKey(id), indexKey, expiringKey];
    const conditions = [tagsArgument(ifMatch), tagsArgument(ifNoneMatch)];
    return this.redis.eval(script, keys.length, ...keys, id, ...conditions, ...args);
  }

  private async withoutExpired(ids: readonly string[]): Promise<readonly string[]> {
    if (ids.length === 0) return ids;
    const ends = await this.redis.zmscore(expiringKey, ...ids);
    const now = Date.now();
    return ids.filter((_, i) => ends[i] == null || Number(ends[i]) > now);
  }
}
