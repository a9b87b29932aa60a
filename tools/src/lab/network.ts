import { once } from 'node:events';
import { existsSync, readdirSync, rmdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { execa } from 'execa';
import { CannotRun } from '../cannot-run.ts';
import { forwards, labName, netnsFile, node } from './names.ts';

/** The lab's network namespace: a bridge without ports gives the node its address, and no way out. */
export async function createNetwork(): Promise<void> {
  const ip = (...args: string[]) => execa('ip', args);
  const inside = (...args: string[]) => execa('nsenter', [`--net=${netnsFile}`, '--', 'ip', ...args]);
  await ip('netns', 'add', labName);
  await inside('link', 'set', 'lo', 'up');
  await inside('link', 'add', 'node0', 'type', 'bridge');
  await inside('address', 'add', `${node.address}/${node.prefix}`, 'dev', 'node0');
  await inside('link', 'set', 'node0', 'up');
  await inside('route', 'add', 'default', 'via', node.gateway, 'dev', 'node0');
}

export const networkExists = (): boolean => existsSync(netnsFile);

export async function removeNetwork(): Promise<void> {
  if (!networkExists()) return;
  await execa('ip', ['netns', 'delete', labName]);
  // `ip netns add` mounts this folder onto itself, for good. Without a namespace in it, nobody needs that.
  const folder = dirname(netnsFile);
  if (readdirSync(folder).length > 0) return;
  await execa('umount', [folder], { reject: false });
  rmdirSync(folder);
}

/** Fail, naming the port, when the host's end of a forward is taken. */
export async function assertHostPortsFree(): Promise<void> {
  for (const { host, variable } of forwards) {
    const server = createServer();
    await once(server.listen({ port: host, host: '127.0.0.1' }), 'listening').catch((cause: unknown) => {
      const wayOut = `end what listens there (ss -ltnp sport = :${host}) or set ${variable}`;
      throw new CannotRun(`expected port ${host} of 127.0.0.1 to be free for the lab; ${wayOut}`, { cause });
    });
    server.close();
  }
}
