import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

/** How often a Redis server ran each command since it started: `INFO commandstats` of that very node. */
export async function commandCalls({ port }: { readonly port: number }): Promise<Readonly<Record<string, number>>> {
  const socket = connect(port, '127.0.0.1');
  socket.end('INFO commandstats\r\nQUIT\r\n');
  const lines = (await text(socket)).matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm);
  return Object.fromEntries(Array.from(lines, ([, command = '', calls]) => [command, Number(calls)]));
}
