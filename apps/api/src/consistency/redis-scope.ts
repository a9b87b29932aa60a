import { AsyncLocalStorage } from 'node:async_hooks';
import { Injectable } from '@nestjs/common';
import { SplitClient, type View } from '@sluice/redis-split';

/** The commands that the API sends. */
export type RedisCommands = Pick<View, 'eval' | 'get' | 'mget' | 'pttl' | 'zmscore' | 'zrange'>;

/**
 * Redis as the request at hand may use it. What a client demanded by headers holds for every command that is sent while
 * its request is handled; the code that sends them knows nothing of it.
 */
@Injectable()
export class RedisScope {
  private readonly scope = new AsyncLocalStorage<RedisCommands>();

  constructor(private readonly client: SplitClient) {}

  /** Outside of a request: the client itself. */
  get redis(): RedisCommands {
    return this.scope.getStore() ?? this.client;
  }

  run<T>(redis: RedisCommands, handle: () => Promise<T>): Promise<T> {
    return this.scope.run(redis, handle);
  }
}
