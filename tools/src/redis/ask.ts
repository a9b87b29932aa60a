import { connect } from 'node:net';

/**
 * Send one inline command and return its reply: the text of a bulk string, or the line of any other reply.
 * Enough RESP to see whether a server is up, so that the tools need no Redis client.
 *
 * @param timeoutMs how long to wait for the whole reply; a frozen server accepts connections but never answers
 */
export function ask(port: number, command: string, timeoutMs = 1000): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1' }, () => socket.write(`${command}\r\n`));
    let received = '';
    socket.setEncoding('utf8');
    socket.setTimeout(timeoutMs, () => socket.destroy(new Error(`No reply from 127.0.0.1:${port} in ${timeoutMs} ms`)));
    socket.on('data', (chunk: string) => {
      received += chunk;
      const reply = parseReply(received);
      if (reply === undefined) return;
      socket.destroy();
      resolve(reply);
    });
    socket.once('error', reject);
    socket.once('close', () => reject(new Error(`127.0.0.1:${port} closed the connection before it replied`)));
  });
}

/** The reply, or `undefined` while it is incomplete. */
function parseReply(received: string): string | undefined {
  const lineEnd = received.indexOf('\r\n');
  if (lineEnd < 0) return undefined;
  const line = received.slice(0, lineEnd);
  if (!line.startsWith('$') || line === '$-1') return line;
  const body = received.slice(lineEnd + 2);
  const length = Number(line.slice(1));
  return Buffer.byteLength(body) >= length + 2 ? body.slice(0, -2) : undefined;
}
