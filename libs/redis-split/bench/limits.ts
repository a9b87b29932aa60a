import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readFile, rmdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { openBare } from './clients.ts';

export interface Limits {
  /** In words. */
  readonly how: string;
  undo(): Promise<void>;
}

/** Of one core, for each server: so little that even of two cores most is left to the client and whatever else runs. */
const SHARE = 0.2;
/** Short, so that a server that has used up its share does not stand still for long. */
const PERIOD_US = 10_000;

/**
 * Make servers the bottleneck, all of them alike: by a share of a core each, which takes root; else by a core each.
 *
 * @param urls the last ones share cores where there are too few
 */
export async function limitServers(urls: readonly string[]): Promise<Limits> {
  const pids = await Promise.all(urls.map(pidOf));
  const reasons: string[] = [];
  for (const limit of [byShare, byCore]) {
    try {
      return await limit(pids);
    } catch (error) {
      reasons.push((error as Error).message.split('\n')[0] ?? '');
    }
  }
  return { how: `not limited: ${reasons.join('; ')}`, undo: () => Promise.resolve() };
}

async function byShare(pids: readonly string[]): Promise<Limits> {
  const isV2 = existsSync('/sys/fs/cgroup/cgroup.controllers');
  const root = isV2 ? '/sys/fs/cgroup' : '/sys/fs/cgroup/cpu';
  const quota = `${SHARE * PERIOD_US}`;
  const undos: (() => Promise<void>)[] = [];
  const undo = async () => {
    for (const each of undos.splice(0)) await each();
  };
  try {
    for (const pid of pids) {
      const before = join(root, await groupOf(pid, isV2), 'cgroup.procs');
      const group = join(root, `sluice-bench-${pid}`);
      await mkdir(group);
      undos.push(async () => {
        await writeFile(before, pid);
        await rmdir(group);
      });
      if (isV2) await writeFile(join(group, 'cpu.max'), `${quota} ${PERIOD_US}`);
      else {
        await writeFile(join(group, 'cpu.cfs_period_us'), `${PERIOD_US}`);
        await writeFile(join(group, 'cpu.cfs_quota_us'), quota);
      }
      await writeFile(join(group, 'cgroup.procs'), pid);
    }
  } catch (error) {
    await undo();
    throw error;
  }
  return { how: `each server has ${SHARE * 100} % of a core, by a control group (version ${isV2 ? 2 : 1})`, undo };
}

/** A line of version 1 is `4:cpu,cpuacct:/path`, the one of version 2 `0::/path`. */
async function groupOf(pid: string, isV2: boolean): Promise<string> {
  const groups = (await readFile(`/proc/${pid}/cgroup`, 'utf8')).trim().split('\n');
  const line = groups.find((each) => (isV2 ? each.startsWith('0::') : each.split(':')[1]?.split(',').includes('cpu')));
  if (!line) throw new Error(`No control group of process ${pid}`);
  return line.split(':').slice(2).join(':');
}

async function byCore(pids: readonly string[]): Promise<Limits> {
  const pin = (pid: string, cores: string) => taskset('--all-tasks', '--cpu-list', '--pid', cores, pid);
  // It says `pid 7's current affinity list: 0-2,5`.
  const listOf = async (pid: string) => (await taskset('--cpu-list', '--pid', pid)).trim().split(': ').at(-1) ?? '';
  const cores = coresIn(await listOf(`${process.pid}`));
  const before = await Promise.all(pids.map(listOf));
  const used = pids.map((_, i) => cores[i % cores.length] ?? '0');
  for (const [i, pid] of pids.entries()) await pin(pid, used[i] ?? '0');
  return {
    how: `servers pinned by taskset to cores ${used.join(', ')}`,
    undo: async () => {
      for (const [i, pid] of pids.entries()) await pin(pid, before[i] ?? '0');
    },
  };
}

const taskset = async (...args: string[]): Promise<string> => (await promisify(execFile)('taskset', args)).stdout;

const coresIn = (list: string): string[] =>
  list.split(',').flatMap((range) => {
    const [first = 0, last = first] = range.split('-').map(Number);
    return Array.from({ length: last - first + 1 }, (_, i) => `${first + i}`);
  });

async function pidOf(url: string): Promise<string> {
  const redis = await openBare(url);
  const info = await redis.info('server');
  await redis.quit();
  return /^process_id:(\d+)/m.exec(info)?.[1] ?? '';
}
