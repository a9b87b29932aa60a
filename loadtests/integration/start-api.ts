import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { paths } from '@sluice/api-contract/http';

/** A little API on loopback that keeps the contract, as far as load tests see it. */
export interface LittleApi {
  readonly url: string;
  /** Requests by method and path, ids left out. */
  readonly served: ReadonlyMap<string, number>;
  stop(): Promise<void>;
}

/** @param fails - whether to answer the n-th read of an item with 500; the first is 0 */
export async function startApi(fails: (n: number) => boolean = () => false): Promise<LittleApi> {
  const items = new Map<string, string>();
  const served = new Map<string, number>();
  let reads = 0;

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { pathname } = new URL(request.url ?? '', 'http://api');
    const isItem = pathname.startsWith(`${paths.items}/`);
    const route = `${request.method} ${isItem ? `${paths.items}/:id` : pathname}`;
    served.set(route, (served.get(route) ?? 0) + 1);

    if (route === `GET ${paths.root}`) response.end('It is working');
    else if (route === `GET ${paths.items}`) response.end(JSON.stringify([...items.keys()]));
    else if (route === `POST ${paths.item}`) {
      const { id, val } = JSON.parse(await text(request)) as { id: string; val: string };
      items.set(id, val);
      response.end('ok');
    } else if (isItem && fails(reads++)) response.writeHead(500).end();
    else if (isItem && items.has(pathname.slice(paths.items.length + 1))) response.end('{}');
    else response.writeHead(404).end();
  };

  const server = createServer((request, response) => void answer(request, response));
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    served,
    stop: () =>
      new Promise((closed) => {
        server.close(() => closed());
        server.closeAllConnections();
      }),
  };
}
