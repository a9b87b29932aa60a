import { execa } from 'execa';
import { paths } from './names.ts';

const ctr = (args: readonly string[], cancelSignal?: AbortSignal) =>
  execa('ctr', ['--address', paths.containerdSocket, '--namespace', 'k8s.io', ...args], { cancelSignal });

/** Fails until containerd serves its socket. */
export const containerdAnswers = (signal?: AbortSignal) => ctr(['version'], signal);

/** Import a docker archive; gives the references of its images. */
export async function importImage(archive: string, signal?: AbortSignal): Promise<string[]> {
  const { stdout } = await ctr(['images', 'import', archive], signal);
  return [...stdout.matchAll(/unpacking (\S+)/g)].map(([, reference]) => reference ?? '');
}
