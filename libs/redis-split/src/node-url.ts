import type { ConnectionOptions } from 'node:tls';

/** Where a node is and how to log in, in the words of ioredis. */
export interface NodeAddress {
  readonly host: string;
  readonly port: number;
  readonly username?: string;
  readonly password?: string;
  readonly db: number;
  readonly tls?: ConnectionOptions;
}

/**
 * Read `redis[s]://[username:password@]host[:port][/db]`. We parse it ourselves because ioredis takes any of its options
 * from the query of a URL, also those that must stay off here.
 *
 * @returns `undefined` when the text is no such URL
 */
export function parseNodeUrl(text: string, defaultPort: number): NodeAddress | undefined {
  if (!URL.canParse(text)) return undefined;
  const { protocol, hostname, port, username, password, pathname, search, hash } = new URL(text);
  const db = /^\/?$/.test(pathname) ? '0' : /^\/(\d{1,5})$/.exec(pathname)?.[1];
  if (!['redis:', 'rediss:'].includes(protocol) || !hostname || db === undefined || search || hash) return undefined;
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || defaultPort),
    ...(username && { username: decodeURIComponent(username) }),
    ...(password && { password: decodeURIComponent(password) }),
    db: Number(db),
    ...(protocol === 'rediss:' && { tls: {} }),
  };
}
