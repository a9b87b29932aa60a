import { connect } from 'node:net';
import { text } from 'node:stream/consumers';

type Server = { readonly port: number };

/** What that very node answers to a command without spaces in its arguments. */
export function askRedis({ port }: Server, command: string): Promise<string> {
  const socket = connect(port, '127.0.0.1');
  socket.end(`${command}\r\nQUIT\r\n`);
  return text(socket);
}

/** How often that node ran each command since it started. */
export async function commandCalls(server: Server): Promise<Readonly<Record<string, number>>> {
  const lines = (await askRedis(server, 'INFO commandstats')).matchAll(/^cmdstat_([^:]+):calls=(\d+)/gm);
  return Object.fromEntries(Array.from(lines, ([, command = '', calls]) => [command, Number(calls)]));
}
