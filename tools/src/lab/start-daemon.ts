import { spawn } from 'node:child_process';
import { mkdirSync, openSync, closeSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CannotRun } from '../cannot-run.ts';
import { daemonGroup } from './cgroups.ts';
import type { Daemon } from './daemons.ts';
import { coveredFolders, netnsFile, paths } from './names.ts';

export const logFile = (name: string) => join(paths.log, `${name}.log`);

/** The end of a daemon's log, to be shown when it failed. */
export const lastLogLines = (name: string): string =>
  readFileSync(logFile(name), 'utf8').trimEnd().split('\n').slice(-12).join('\n');

/**
 * Start a daemon that outlives this process.
 *
 * @param onExit called when it ends while this process is still there to see it
 */
export function startDaemon(daemon: Daemon, mountsOf: number | undefined, onExit: (why: CannotRun) => void): number {
  const group = daemonGroup(daemon.name);
  mkdirSync(paths.log, { recursive: true });
  const log = openSync(logFile(daemon.name), 'a');
  // Joins its control group first, and only then becomes the daemon: there is no moment in which it could get lost.
  const child = spawn(
    'sh',
    ['-c', 'echo $$ > "$0" && exec "$@"', join(group, 'cgroup.procs'), ...command(daemon, mountsOf)],
    {
      detached: true,
      stdio: ['ignore', log, log],
      cwd: '/',
    },
  );
  closeSync(log);
  child.unref();
  child.once('exit', (code, signal) => {
    onExit(new CannotRun(`${daemon.name} ended with ${signal ?? code}; its last lines:\n${lastLogLines(daemon.name)}`));
  });
  if (child.pid === undefined) throw new CannotRun(`${daemon.name}: could not be started`);
  return child.pid;
}

/**
 * The command line with what puts it into its namespaces.
 *
 * Not `ip netns exec`: that remounts /sys and hides the control groups from the kubelet.
 */
function command({ command, network, mounts }: Daemon, mountsOf: number | undefined): string[] {
  if (network === 'host') return [...command];
  const enter = ['nsenter', `--net=${netnsFile}`];
  if (mounts === 'containerd') return [...enter, `--mount=/proc/${mountsOf}/ns/mnt`, '--', ...command];
  if (mounts === 'own')
    return [...enter, '--', 'unshare', '--mount', '--', 'sh', '-c', coverScript(), 'sh', ...command];
  return [...enter, '--', ...command];
}

/** Shell lines that put folders of the state in the place of the host's, then become the command. */
export function coverScript(): string {
  const binds = coveredFolders.map((folder) => `mount --bind ${join(paths.covers, folder)} ${folder}`);
  return ['set -e', 'mount -t tmpfs tmpfs /run', ...binds, 'exec "$@"'].join('\n');
}
