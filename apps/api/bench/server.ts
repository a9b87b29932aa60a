import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { setTimeout as delay } from 'node:timers/promises';

/** A server under load, alone on one core. */
export interface Server {
  readonly url: string;
  /** CPU time of the process so far, in milliseconds: its threads and the kernel's work for it. */
  cpuMs(): Promise<number>;
  /** Resident memory in MiB. */
  memoryMiB(): Promise<number>;
  stop(): Promise<void>;
}

/** A tick of the kernel's clock, as `/proc` counts it. */
const tickMs = 10;

/** @param core the only one it may run on */
export async function startServer(main: string, env: Readonly<Record<string, string>>, core: number): Promise<Server> {
  const args = ['-c', `${core}`, process.execPath, main];
  const child = spawn('taskset', args, {
    env: { ...env, NODE_ENV: 'production' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  process.once('exit', () => child.kill('SIGKILL'));
  const url = `http://127.0.0.1:${env['PORT']}`;
  await answers(`${url}/livez`, child);
  const proc = (file: string) => readFile(`/proc/${child.pid}/${file}`, 'utf8');
  return {
    url,
    cpuMs: async () => {
      // After the name, which may hold blanks: fields 14 and 15 of proc(5) are user and system time.
      const fields = (await proc('stat')).split(') ')[1]?.split(' ') ?? [];
      return (Number(fields[11]) + Number(fields[12])) * tickMs;
    },
    memoryMiB: async () => Number((await proc('statm')).split(' ')[1]) / 256,
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGTERM');
      await exited;
    },
  };
}

async function answers(url: string, child: ChildProcess): Promise<void> {
  while (child.exitCode === null) {
    if ((await fetch(url).catch(() => undefined))?.ok) return;
    await delay(20);
  }
  throw new Error(`The server ended by ${child.exitCode} before it answered`);
}
