import type { Writable } from 'node:stream';

interface Connection {
  readonly status: string;
  readonly stream: Pick<Writable, 'cork' | 'uncork' | 'writableCorked'>;
}

/**
 * Let all that is sent on this connection in one tick leave in one system call: ioredis makes one for each command, and that is
 * most of what a command costs. The order stays, so what was placed before or after something else still is.
 */
export function writeTogether({ stream, status }: Connection): void {
  if (status !== 'ready' || stream.writableCorked > 0) return;
  stream.cork();
  // After all promises that this packet of replies resolves, so what their owners send next leaves together too.
  process.nextTick(() => stream.uncork());
}
