import { Inject, Injectable } from '@nestjs/common';
import type { Env } from '@sluice/api-contract/env';
import { SplitClient } from '@sluice/redis-split';
import { ENV } from '../env/env.module.ts';

/** Between the token of the client library and the one that leaves the process: signed when there is a secret. */
@Injectable()
export class TokenCodec {
  constructor(
    private readonly client: SplitClient,
    @Inject(ENV) private readonly env: Env,
  ) {}

  toHeader(token: string): string {
    return this.isSigning ? this.client.sign(token) : token;
  }

  /** @throws RedisSplitError `REDIS_SPLIT_TOKEN_INVALID` */
  fromHeader(header: string): string {
    return this.isSigning ? this.client.verify(header) : header;
  }

  private get isSigning(): boolean {
    return this.env.TOKEN_SECRETS.length > 0;
  }
}
