import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { freePort, type RedisTopology } from '@sluice/tools/redis';

/** The production tree, as the image holds it: `npx nx run api:package`. */
const builtMain = fileURLToPath(new URL('../dist-image/dist/main.js', import.meta.url));

const pollMs = 10;

export type Variables = Readonly<Record<string, string>>;

/** How a process of the API ended, and all it wrote. */
export interface Ending {
  /** Exit code; `null` when a signal killed it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Content {
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A running process of the API. */
export interface RunningApi {
  readonly url: string;
  get(path: string): Promise<Response>;
  post(item: unknown): Promise<Response>;
  /** A body goes as JSON. */
  send(method: string, path: string, content?: Content): Promise<Response>;
  /** Sends SIGTERM. Resolves when the process has ended. */
  terminate(): Promise<Ending>;
}

/** `apiOn(redis).with({ SHUTDOWN_DRAIN_MS: '500' }).start()` */
export const apiOn = (redis: RedisTopology, variables: Variables = {}) => ({
  with: (more: Variables) => apiOn(redis, { ...variables, ...more }),
  start: () =>
    apiAt({
      REDIS_URL: redis.primary.url,
      REDIS_REPLICAS_URL: redis.replicas.map(({ url }) => url).join(','),
      LOG_LEVEL: 'warn',
      ...variables,
    }),
});

/** Runs the built API with these variables, and nothing else of this shell, to its end. */
export const runApi = (variables: Variables): Promise<Ending> => endingOf(spawnApi(variables));

/** Starts the built API with these variables alone, on a free port. */
export async function apiAt(variables: Variables): Promise<RunningApi> {
  const port = await freePort();
  const url = `http://127.0.0.1:${port}`;
  const child = spawnApi({ ...variables, PORT: String(port) });
  const ending = endingOf(child);
  await firstAnswer(`${url}/livez`, child, ending);
  const send: RunningApi['send'] = (method, path, { headers, body } = {}) =>
    fetch(url + path, {
      method,
      headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  return {
    url,
    get: (path) => send('GET', path),
    post: (item) => send('POST', '/item', { body: item }),
    send,
    terminate: () => {
      child.kill('SIGTERM');
      return ending;
    },
  };
}

function spawnApi(env: Variables): ChildProcess {
  const child = spawn(process.execPath, [builtMain], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  // A test that fails half-way must not leave it behind.
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  child.once('exit', () => process.removeListener('exit', kill));
  return child;
}

async function endingOf(child: ChildProcess): Promise<Ending> {
  const [stdout, stderr] = await Promise.all([text(child.stdout!), text(child.stderr!), once(child, 'exit')]);
  return { code: child.exitCode, stdout, stderr };
}

async function firstAnswer(url: string, child: ChildProcess, ending: Promise<Ending>): Promise<void> {
  while (child.exitCode === null && child.signalCode === null) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    await setTimeout(pollMs);
  }
  const { code, stdout, stderr } = await ending;
  throw new Error(`The API ended by ${code} before it answered: ${stdout}${stderr}`);
}
