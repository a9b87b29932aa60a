import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { lastValueFrom, of, type Observable } from 'rxjs';
import { SplitClient } from '../split-client.ts';

/** In lower case, as Node gives the names of headers. */
export const TOKEN_HEADER = 'sluice-token';

const SOME_TOKEN = `v1.${'0'.repeat(40)}.0`;

interface Request {
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
}

/**
 * Makes a request a session that goes on where the one before ended: it takes a signed token from the header `sluice-token` and
 * gives the next one back. Who sends on what it was given reads its own writes, and never goes back, in whichever process. Needs
 * the client's option `tokens.secrets`.
 */
@Injectable()
export class CausalSessionInterceptor implements NestInterceptor {
  constructor(
    private readonly client: SplitClient,
    private readonly adapters: HttpAdapterHost,
  ) {
    // Without a secret it fails when the application starts, not when the first user has written.
    client.sign(SOME_TOKEN);
  }

  async intercept(context: ExecutionContext, next: CallHandler<unknown>): Promise<Observable<unknown>> {
    const http = context.switchToHttp();
    const given = http.getRequest<Request>().headers[TOKEN_HEADER];
    const from = given === undefined ? undefined : this.client.verify(String(given));
    const handled = await this.client.inSession(async (session) => {
      const result = await lastValueFrom(next.handle(), { defaultValue: undefined });
      const token = await session.token();
      if (token) this.adapters.httpAdapter.setHeader(http.getResponse(), TOKEN_HEADER, this.client.sign(token));
      return result;
    }, from);
    return of(handled);
  }
}
