import { once } from 'node:events';
import { connect, createServer, type AddressInfo, type Socket } from 'node:net';

/** A TCP link to a server on loopback that a test may hold up, and lead to another server. */
export interface Link {
  readonly port: number;
  readonly url: string;
  /** From now on nothing passes, in neither direction; all connections stay open. */
  hold(): void;
  /** Everything that was held up passes. */
  release(): void;
  /** Cut all connections; new ones go to this port. */
  leadTo(port: number): void;
  close(): Promise<void>;
}

export async function startLink(target: number): Promise<Link> {
  const sockets = new Set<Socket>();
  let held = false;
  const forward = (from: Socket, to: Socket): void => {
    sockets.add(from);
    from.pipe(to);
    from.on('error', () => from.destroy());
    from.on('close', () => {
      sockets.delete(from);
      to.destroy();
    });
    if (held) from.pause();
  };
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    forward(near, far);
    forward(far, near);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = () => sockets.forEach((socket) => socket.destroy());

  return {
    port,
    url: `redis://127.0.0.1:${port}`,
    hold: () => {
      held = true;
      sockets.forEach((socket) => socket.pause());
    },
    release: () => {
      held = false;
      sockets.forEach((socket) => socket.resume());
    },
    leadTo: (next) => {
      target = next;
      cut();
    },
    close: async () => {
      const closed = once(server, 'close');
      server.close();
      cut();
      await closed;
    },
  };
}
