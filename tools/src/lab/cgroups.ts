import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { CannotRun } from '../cannot-run.ts';
import { labName } from './names.ts';

/**
 * Control groups are the lab's memory of what it started: a process joins its group before it becomes a daemon, its
 * children are born into it, and the kernel keeps the list. So nothing is lost when `up` is killed half-way, and no
 * number can come to mean a stranger's process, as it could in a file.
 */
interface Hierarchy {
  readonly mountPoint: string;
  readonly version: 1 | 2;
}

/** Pure: the hierarchies in the text of /proc/mounts. A hybrid host has several of version 1 and one of version 2. */
export function parseHierarchies(mounts: string): Hierarchy[] {
  return mounts.split('\n').flatMap((line): Hierarchy[] => {
    const [, mountPoint, type] = line.split(' ');
    if (!mountPoint || (type !== 'cgroup' && type !== 'cgroup2')) return [];
    return [{ mountPoint, version: type === 'cgroup2' ? 2 : 1 }];
  });
}

const hierarchies = () => parseHierarchies(readFileSync('/proc/mounts', 'utf8'));
const groups = () => hierarchies().map(({ mountPoint }) => join(mountPoint, labName));

/** The lab's group in every hierarchy, since the kubelet puts its pods below it in each. */
export function createGroups(): void {
  for (const { mountPoint, version } of hierarchies()) {
    const group = join(mountPoint, labName);
    mkdirSync(group, { recursive: true });
    if (version === 2) handOnControllers(mountPoint, group);
    setCpuShare(group);
  }
}

/** Version 2 hands a controller to children only when told to, level by level. */
function handOnControllers(mountPoint: string, group: string): void {
  const controllers = readFileSync(join(mountPoint, 'cgroup.controllers'), 'utf8').trim().split(' ').filter(Boolean);
  for (const parent of [mountPoint, group]) {
    for (const controller of controllers) enable(parent, controller);
  }
}

/** As large as the kubelet makes its own: else all pods together get no more than any one process of the host. */
function setCpuShare(group: string): void {
  const cpus = availableParallelism();
  for (const [file, value] of [
    ['cpu.shares', cpus * 1024],
    ['cpu.weight', cpus * 100],
  ] as const) {
    if (existsSync(join(group, file))) writeFileSync(join(group, file), String(value));
  }
}

function enable(group: string, controller: string): void {
  const file = join(group, 'cgroup.subtree_control');
  try {
    writeFileSync(file, `+${controller}`);
  } catch (cause) {
    throw new CannotRun(
      `${file}: expected to hand ${controller} on to pods. In a container, move its processes to a child group first`,
      { cause },
    );
  }
}

/** A daemon's own group, in the one hierarchy that daemons are followed in; made when it is not there. */
export function daemonGroup(name: string): string {
  const group = daemonGroupPath(name);
  mkdirSync(group, { recursive: true });
  return group;
}

/** True while a process of this daemon, or a child of one, is alive. */
export const isAlive = (name: string): boolean => processesBelow(daemonGroupPath(name)).length > 0;

/** Every process of the lab: daemons, what they started, and all that runs in pods. */
export const labProcesses = (): number[] => [...new Set(groups().flatMap(processesBelow))];

/** Remove the lab's groups; they must be empty of processes. */
export function removeGroups(): void {
  for (const group of groups()) removeBelow(group);
}

export const groupsExist = (): boolean => groups().some((group) => list(group) !== undefined);

function daemonGroupPath(name: string): string {
  const followed = hierarchies().find(({ version }) => version === 2) ?? hierarchies()[0];
  if (!followed) throw new Error('expected control groups mounted on this host');
  return join(followed.mountPoint, labName, 'daemons', name);
}

function processesBelow(group: string): number[] {
  const entries = list(group);
  if (!entries) return [];
  return [...members(group), ...entries.flatMap((child) => processesBelow(join(group, child)))];
}

function members(group: string): number[] {
  try {
    return readFileSync(join(group, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  } catch {
    return []; // The group went away while we looked.
  }
}

function removeBelow(group: string): void {
  for (const child of list(group) ?? []) removeBelow(join(group, child));
  if (list(group)) rmdirSync(group);
}

/** Child groups, or undefined when the group is not there. */
function list(group: string): string[] | undefined {
  try {
    const entries = readdirSync(group, { withFileTypes: true });
    return entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return undefined;
  }
}
