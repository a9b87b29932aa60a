import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { RedisNode } from '@sluice/tools/redis';

/** A command as a server executed it. */
export interface Executed {
  /** Address of the connection that it came over. */
  readonly source: string;
  /** In lower case. */
  readonly command: string;
}

/** Tells of every command that a server executes, in order. Not by ioredis, which stumbles over what comes while it begins. */
export async function monitor({ port }: RedisNode, tell: (executed: Executed) => void): Promise<() => void> {
  const socket = connect(port, '127.0.0.1');
  const lines = createInterface({ input: socket });
  const begun = once(lines, 'line');
  socket.write('MONITOR\r\n');
  await begun;
  lines.on('line', (line) => {
    const [, source = '', command = ''] = /^\+\S+ \[\d+ (\S+)\] "([^"]*)"/.exec(line) ?? [];
    if (command) tell({ source, command: command.toLowerCase() });
  });
  return () => socket.destroy();
}
