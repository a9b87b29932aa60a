import { join } from 'node:path';

const env = process.env;

/**
 * Name of the network namespace, the node, the control groups, and of the cluster, user and context for kubectl.
 *
 * A second lab beside the first needs a name and two host ports of its own, and nothing more.
 */
export const labName = env['SLUICE_LAB_NAME'] || 'sluice-lab';

/** TEST-NET-1: the node's address, on a bridge that leads nowhere. */
export const node = { address: '192.0.2.10', gateway: '192.0.2.1', prefix: 24 } as const;

export const ranges = {
  services: '10.96.0.0/16',
  kubernetesService: '10.96.0.1',
  dnsService: '10.96.0.10',
  pods: '10.244.0.0/16',
  nodePods: '10.244.0.0/24',
} as const;

/** Ports inside the namespace, and the host's loopback ports that lead to them. */
export const forwards = [
  { name: 'api', inside: 6443, host: Number(env['SLUICE_LAB_API_PORT'] || 16443), variable: 'SLUICE_LAB_API_PORT' },
  {
    name: 'node-port',
    inside: 32000,
    host: Number(env['SLUICE_LAB_NODE_PORT'] || 32000),
    variable: 'SLUICE_LAB_NODE_PORT',
  },
] as const;

export const serverUrl = {
  inside: 'https://127.0.0.1:6443',
  host: `https://127.0.0.1:${forwards[0].host}`,
} as const;

export const netnsFile = `/run/netns/${labName}`;

/** Everything that the lab writes lies here. */
export const stateRoot = env['SLUICE_LAB_STATE'] || `/var/lib/${labName}`;

/** Where each part of the state lies. */
export const paths = {
  pki: join(stateRoot, 'pki'),
  config: join(stateRoot, 'config'),
  cni: join(stateRoot, 'config', 'cni'),
  log: join(stateRoot, 'log'),
  etcd: join(stateRoot, 'etcd'),
  run: join(stateRoot, 'run'),
  containerd: join(stateRoot, 'containerd'),
  containerdSocket: join(stateRoot, 'run', 'containerd.sock'),
  adminKubeconfig: join(stateRoot, 'config', 'admin.kubeconfig'),
  /** Host folders whose place these take, for containerd and the kubelet only. */
  covers: join(stateRoot, 'covers'),
} as const;

/** Folders that containerd, the CNI plugins and the kubelet write to by their own will, wherever they are told to live. */
export const coveredFolders = ['/var/log', '/var/lib/cni', '/var/lib/kubelet'] as const;

export const certificate = (name: string) => join(paths.pki, `${name}.crt`);
export const privateKey = (name: string) => join(paths.pki, `${name}.key`);
export const kubeconfig = (user: string) => join(paths.config, `${user}.kubeconfig`);
