import { Injectable } from '@nestjs/common';

/** Between the token of the client library and the one that leaves the process: the only place where one becomes the other. */
@Injectable()
export class TokenCodec {
  toHeader(token: string): string {
    return token;
  }

  fromHeader(header: string): string {
    return header;
  }
}
