import { createServer } from 'node:net';

// Below Linux's range for outgoing connections: a stopped node must find its own port still free when it comes back.
const LOWEST = 20_000;
const HIGHEST = 32_000;
const TRIES = 50;

/** Those that start at the same time must not be given the same one. */
const given = new Set<number>();

/** A loopback TCP port that nobody listens on. */
export async function freePort(): Promise<number> {
  for (let tries = 0; tries < TRIES; tries++) {
    const port = LOWEST + Math.floor(Math.random() * (HIGHEST - LOWEST));
    if (given.has(port)) continue;
    given.add(port);
    if (await isFree(port)) return port;
  }
  throw new Error(`Expected a free TCP port between ${LOWEST} and ${HIGHEST}, found none in ${TRIES} tries`);
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
