import { onPath } from '../on-path.ts';

/** The program and arguments that come before the server's own arguments. */
export type Launcher = readonly [program: string, ...args: string[]];

/** The kernel kills the server when we die, even by SIGKILL: no exit handler can do that. Linux only, so optional. */
export function launcherOf(server: string): Launcher {
  const setpriv = process.platform === 'linux' ? onPath('setpriv') : undefined;
  return setpriv ? [setpriv, '--pdeathsig', 'KILL', server] : [server];
}
