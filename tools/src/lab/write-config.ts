import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { cniConfig } from './config/cni.ts';
import { containerdConfig } from './config/containerd.ts';
import { kubeconfigFor } from './config/kubeconfig.ts';
import { kubeProxyConfig } from './config/kube-proxy.ts';
import { kubeletConfig, resolvConf, resolvConfFile } from './config/kubelet.ts';
import { coveredFolders, kubeconfig, paths, serverUrl } from './names.ts';

const insideUsers = ['kube-controller-manager', 'kube-scheduler', 'kubelet', 'kube-proxy'];

/** Write every configuration file, and make the folders that the daemons expect. Certificates must be there. */
export async function writeConfig(): Promise<void> {
  const folders = [paths.config, paths.cni, paths.run, ...coveredFolders.map((folder) => join(paths.covers, folder))];
  // The host's own folders are only covered, but a mount needs something to lie on.
  for (const folder of [...folders, ...coveredFolders]) await mkdir(folder, { recursive: true });

  const files = {
    [join(paths.config, 'containerd.toml')]: containerdConfig(),
    [join(paths.cni, '10-lab.conflist')]: JSON.stringify(cniConfig(), null, 2),
    [join(paths.config, 'kubelet.yaml')]: stringify(kubeletConfig()),
    [join(paths.config, 'kube-proxy.yaml')]: stringify(kubeProxyConfig()),
    [resolvConfFile]: resolvConf,
    [paths.adminKubeconfig]: stringify(kubeconfigFor('admin', serverUrl.host)),
    ...Object.fromEntries(
      insideUsers.map((user) => [kubeconfig(user), stringify(kubeconfigFor(user, serverUrl.inside))]),
    ),
  };
  for (const [file, text] of Object.entries(files)) await writeFile(file, text, { mode: 0o600 });
}
