import { execa } from 'execa';
import { paths } from './names.ts';

/** Run kubectl as the lab's administrator; gives standard output. */
export async function kubectl(args: readonly string[], cancelSignal?: AbortSignal): Promise<string> {
  const { stdout } = await execa('kubectl', [`--kubeconfig=${paths.adminKubeconfig}`, ...args], { cancelSignal });
  return stdout;
}
