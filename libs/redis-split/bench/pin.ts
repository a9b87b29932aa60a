import { execFile } from 'node:child_process';
import { cpus } from 'node:os';
import { promisify } from 'node:util';
import { openBare, type Servers } from './clients.ts';

const run = promisify(execFile);

/**
 * Give each server a core of its own, as far as there are cores: the replicas different ones, the primary, which is compared
 * with them and idle meanwhile, that of the last replica. With more than two the first is left to the client.
 *
 * @returns how, in words, and what undoes it
 */
export async function pinServers({ primary, replicas }: Servers): Promise<{ how: string; undo(): Promise<void> }> {
  const cores = cpus().length;
  const first = cores > replicas.length ? 1 : 0;
  const plan = [
    ...replicas.map((url, i) => ({ url, core: first + i })),
    { url: primary, core: first + replicas.length - 1 },
  ];
  const pinned = await Promise.all(plan.map(async ({ url, core }) => ({ pid: await pidOf(url), core: core % cores })));
  const pin = (pid: string, to: string) => run('taskset', ['--all-tasks', '--cpu-list', '--pid', to, pid]);
  try {
    await Promise.all(pinned.map(({ pid, core }) => pin(pid, `${core}`)));
  } catch (error) {
    return { how: `not pinned: ${(error as Error).message.split('\n')[0]}`, undo: () => Promise.resolve() };
  }
  return {
    how: `replicas and primary pinned by taskset to cores ${pinned.map(({ core }) => core).join(', ')} of ${cores}`,
    undo: async () => void (await Promise.all(pinned.map(({ pid }) => pin(pid, `0-${cores - 1}`)))),
  };
}

async function pidOf(url: string): Promise<string> {
  const redis = await openBare(url);
  const info = await redis.info('server');
  await redis.quit();
  return /^process_id:(\d+)/m.exec(info)?.[1] ?? '';
}
