import { existsSync, readFileSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { CannotRun } from '../cannot-run.ts';
import { groupsExist, labProcesses, removeGroups } from './cgroups.ts';
import { coveredFolders, stateRoot } from './names.ts';
import { networkExists, removeNetwork } from './network.ts';
import { until } from './until.ts';
import { removeFromUserKubeconfig } from './user-kubeconfig.ts';

/** True when anything of a lab is there, whole or broken. */
export const anythingLeft = (): boolean => groupsExist() || networkExists() || existsSync(stateRoot);

/**
 * Remove everything that a lab ever made on this host, in whatever state it is.
 *
 * Nothing is asked to end politely, since nothing of it is kept: once the last process is gone, the kernel drops its
 * mounts (they lie in containerd's mount namespace) and its bridges and rules (they lie in the network namespace).
 */
export async function down(): Promise<void> {
  await until('the processes of the lab end', killAll, { timeoutMs: 30_000 });
  await until('the control groups of the lab are empty', removedGroups, { timeoutMs: 10_000 });
  await removeNetwork();
  await removeFromUserKubeconfig();
  const mounts = mountsBelow(stateRoot, readFileSync('/proc/mounts', 'utf8'));
  if (mounts.length > 0)
    throw new CannotRun(`expected no mount below ${stateRoot}, got ${mounts.join(', ')}; unmount it`);
  await rm(stateRoot, { recursive: true, force: true });
  // Covered folders that the host itself has no use for; one that holds something is not ours to remove.
  for (const folder of coveredFolders) await rmdir(folder).catch(() => undefined);
}

function killAll(): boolean {
  const processes = labProcesses();
  for (const pid of processes) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // Ended by itself in the meantime.
    }
  }
  return processes.length === 0;
}

function removedGroups(): boolean {
  try {
    removeGroups();
    return true;
  } catch {
    return false; // The kernel takes a moment to let go of a group whose last process has just ended.
  }
}

/** Pure: mount points at or below a folder, from the text of /proc/mounts. */
export function mountsBelow(folder: string, mounts: string): string[] {
  const points = mounts.split('\n').map((line) => line.split(' ')[1] ?? '');
  return points.filter((point) => point === folder || point.startsWith(`${folder}/`));
}
