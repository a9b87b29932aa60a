import { execa } from 'execa';
import { certificate, labName, privateKey, serverUrl } from './names.ts';

/** Add the lab to the user's kubeconfig (`KUBECONFIG` is honoured), leaving the current context as it is. */
export async function addToUserKubeconfig(): Promise<void> {
  const set = (...args: string[]) => execa('kubectl', ['config', ...args]);
  await set(
    'set-cluster',
    labName,
    `--server=${serverUrl.host}`,
    `--certificate-authority=${certificate('ca')}`,
    '--embed-certs',
  );
  const credentials = [`--client-certificate=${certificate('admin')}`, `--client-key=${privateKey('admin')}`];
  await set('set-credentials', labName, ...credentials, '--embed-certs');
  await set('set-context', labName, `--cluster=${labName}`, `--user=${labName}`);
}

/** Remove the lab from the user's kubeconfig; what is not there is no error. */
export async function removeFromUserKubeconfig(): Promise<void> {
  const remove = (kind: string) => execa('kubectl', ['config', kind, labName], { reject: false });
  await remove('delete-context');
  await remove('delete-cluster');
  await remove('delete-user');
}
