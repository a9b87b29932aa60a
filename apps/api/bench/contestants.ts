import { fileURLToPath } from 'node:url';
import { cpus } from 'node:os';
import { freePort } from '@sluice/tools/redis';
import { startServer, type Server } from './server.ts';

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** The production tree, as the image holds it. */
const main = here('../dist-image/dist/main.js');

const contestants = {
  raw: { main: here('raw-server.ts'), env: {} },
  fastify: { main: here('fastify-server.ts'), env: {} },
  api: { main, env: { LOG_LEVEL: 'warn' } },
  apiWithLog: { main, env: { LOG_LEVEL: 'info' } },
} as const;

export type Name = keyof typeof contestants;
export const names = Object.keys(contestants) as readonly Name[];

/** All servers share one core, so that only one of them is measured at a time; the load comes from another. */
const serverCore = 0;
export const loadCore = cpus().length > 1 ? 1 : 0;

export async function start(name: Name, variables: Readonly<Record<string, string>> = {}): Promise<Server> {
  const env = {
    REDIS_URL: process.env['REDIS_URL'] ?? '',
    REDIS_REPLICAS_URL: process.env['REDIS_REPLICAS_URL'] ?? '',
    ...contestants[name].env,
    ...variables,
    PORT: String(await freePort()),
  };
  return startServer(contestants[name].main, env, serverCore);
}
