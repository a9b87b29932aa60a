import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { performance } from 'node:perf_hooks';

/** A TCP link to a server on loopback that a test may hold up, slow down, and lead to another server. */
export interface Link {
  readonly port: number;
  readonly url: string;
  /** From now on nothing passes, in neither direction; all connections stay open. */
  hold(): void;
  /** Everything that was held up passes. */
  release(): void;
  /** From now on everything is on its way that long, in each direction. */
  delay(ms: number): void;
  /** Cut all connections; new ones may be opened at once. */
  cut(): void;
  /** Cut all connections; new ones go to this port, or to each of these in turn. */
  leadTo(ports: number | readonly number[]): void;
  close(): Promise<void>;
}

export interface LinkPlan {
  /** How long everything is on its way, in each direction. @default 0 */
  readonly delayMs?: number;
  /** Where it listens. @default '127.0.0.1' */
  readonly host?: string;
  /** @default any free one */
  readonly port?: number;
}

/** @param targets port of the server; with several each connection goes to the next of them */
export async function startLink(
  targets: number | readonly number[],
  { delayMs = 0, host = '127.0.0.1', port: wanted = 0 }: LinkPlan = {},
): Promise<Link> {
  let turn = 0;
  const nextTarget = (): number => [targets].flat()[turn++ % [targets].flat().length] ?? 0;
  const sockets = new Set<Socket>();
  let held = false;
  const track = (socket: Socket): Socket => {
    sockets.add(socket);
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
    return socket;
  };
  const forward = (from: Socket, to: Socket): void => {
    const passOn = inOrder((chunk) => to.write(chunk));
    from.on('data', (chunk) => passOn(chunk, delayMs));
    from.on('close', () => to.destroy());
    if (held) from.pause();
  };
  const server = createServer((near) => {
    const far = track(connect(nextTarget(), '127.0.0.1'));
    track(near);
    forward(near, far);
    forward(far, near);
  });
  server.listen(wanted, host);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const cut = () => sockets.forEach((socket) => socket.destroy());

  return {
    port,
    url: `redis://${host}:${port}`,
    hold: () => {
      held = true;
      sockets.forEach((socket) => socket.pause());
    },
    release: () => {
      held = false;
      sockets.forEach((socket) => socket.resume());
    },
    delay: (ms) => {
      delayMs = ms;
    },
    cut,
    leadTo: (next) => {
      targets = next;
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

/** Nothing overtakes what is still on its way, though the delay becomes shorter. */
function inOrder(deliver: (chunk: Buffer) => void): (chunk: Buffer, delayMs: number) => void {
  const onTheirWay: { readonly chunk: Buffer; readonly dueAtMs: number }[] = [];
  const deliverDue = (): void => {
    for (let [next] = onTheirWay; next; [next] = onTheirWay) {
      const leftMs = next.dueAtMs - performance.now();
      if (leftMs > 0) return void setTimeout(deliverDue, leftMs);
      deliver(next.chunk);
      onTheirWay.shift();
    }
  };
  return (chunk, delayMs) => {
    if (delayMs === 0 && onTheirWay.length === 0) return deliver(chunk);
    onTheirWay.push({ chunk, dueAtMs: performance.now() + delayMs });
    if (onTheirWay.length === 1) deliverDue();
  };
}
