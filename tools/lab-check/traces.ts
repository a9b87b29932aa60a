import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { execa } from 'execa';
import type { TestLab } from './start-lab.ts';

/** What of a lab can be found on this host, by looking at the host and not at what the lab remembers. */
export async function tracesOf({ name, state, kubeconfig }: TestLab): Promise<string[]> {
  const groups = await execa('find', ['/sys/fs/cgroup', '-name', name]);
  const itsOwn = (line: string) => line.includes(state) || line.includes(name);
  return [
    ...commandLines()
      .filter(itsOwn)
      .map((line) => `process ${line}`),
    ...mounts()
      .filter(itsOwn)
      .map((line) => `mount ${line}`),
    ...groups.stdout
      .split('\n')
      .filter(Boolean)
      .map((group) => `control group ${group}`),
    ...(existsSync(`/run/netns/${name}`) ? ['network namespace'] : []),
    ...(existsSync(state) ? ['state folder'] : []),
    ...(readFileSync(kubeconfig, 'utf8').includes(name) ? ['entry in the kubeconfig'] : []),
  ];
}

/** Links and packet filter rules of the host's own network, which a lab must not change. */
export async function hostNetwork(): Promise<string> {
  const links = await execa('ip', ['-brief', 'link']);
  const rules = await execa('iptables-save');
  return `${links.stdout}\n${rules.stdout.replaceAll(/^#.*$|\[\d+:\d+\]/gm, '')}`;
}

/** Command lines; a process in a pod is found by its mounts instead, since its layers lie in the state folder. */
function commandLines(): string[] {
  return processIds().map((pid) => read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ').trim());
}

/** Of every mount namespace that a process still holds. */
const mounts = (): string[] => processIds().flatMap((pid) => read(`/proc/${pid}/mountinfo`).split('\n'));

const processIds = (): string[] => readdirSync('/proc').filter((entry) => /^\d+$/.test(entry));

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return ''; // The process has ended in the meantime.
  }
}
