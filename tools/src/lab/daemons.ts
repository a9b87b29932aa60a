import { join } from 'node:path';
import { certificate, forwards, kubeconfig, labName, node, paths, privateKey, ranges } from './names.ts';

/** One long-running process of the lab. */
export interface Daemon {
  readonly name: string;
  readonly command: readonly string[];
  /** Which network it lives in; the host's only for what a person on the host connects to. */
  readonly network: 'lab' | 'host';
  /** containerd makes a mount namespace of its own, and the kubelet enters it: their mounts vanish with them. */
  readonly mounts?: 'own' | 'containerd';
}

export interface DaemonOptions {
  /** How often the autoscaler looks, as a Kubernetes duration. */
  readonly hpaSync: string;
}

const inLab = (name: string, flags: Readonly<Record<string, string>>, command = name): Daemon => ({
  name,
  command: [command, ...Object.entries(flags).map(([flag, value]) => `--${flag}=${value}`)],
  network: 'lab',
});

const authenticated = (name: string) => ({
  kubeconfig: kubeconfig(name),
  'authentication-kubeconfig': kubeconfig(name),
  'authorization-kubeconfig': kubeconfig(name),
  'leader-elect': 'false',
  'bind-address': '127.0.0.1',
});

const socat = (name: string, network: Daemon['network'], from: string, to: string): Daemon => ({
  name,
  command: ['socat', from, to],
  network,
});

/** A network namespace does not isolate Unix sockets: each forward crosses from the host through one. */
const forwardDaemons = forwards.flatMap(({ name, inside, host }): Daemon[] => {
  const socket = join(paths.run, `${name}.sock`);
  return [
    socat(`forward-${name}-inside`, 'lab', `UNIX-LISTEN:${socket},fork,unlink-early`, `TCP:127.0.0.1:${inside}`),
    socat(`forward-${name}-host`, 'host', `TCP-LISTEN:${host},bind=127.0.0.1,reuseaddr,fork`, `UNIX-CONNECT:${socket}`),
  ];
});

/** What must answer before the others: controllers started earlier die on RBAC that is not there yet. */
export const controlPlane = (): readonly Daemon[] => [
  inLab('etcd', {
    'data-dir': paths.etcd,
    // The lab's data is thrown away with it.
    'unsafe-no-fsync': 'true',
    'listen-client-urls': 'http://127.0.0.1:2379',
    'advertise-client-urls': 'http://127.0.0.1:2379',
    'listen-peer-urls': 'http://127.0.0.1:2380',
  }),
  inLab('kube-apiserver', {
    'etcd-servers': 'http://127.0.0.1:2379',
    'secure-port': '6443',
    'advertise-address': node.address,
    'service-cluster-ip-range': ranges.services,
    'client-ca-file': certificate('ca'),
    'tls-cert-file': certificate('apiserver'),
    'tls-private-key-file': privateKey('apiserver'),
    'kubelet-client-certificate': certificate('admin'),
    'kubelet-client-key': privateKey('admin'),
    'kubelet-certificate-authority': certificate('ca'),
    // The node's name is in no DNS: exec and logs go to its address.
    'kubelet-preferred-address-types': 'InternalIP',
    'service-account-key-file': join(paths.pki, 'sa.pub'),
    'service-account-signing-key-file': privateKey('sa'),
    'service-account-issuer': 'https://kubernetes.default.svc',
    'authorization-mode': 'Node,RBAC',
    'enable-admission-plugins': 'NodeRestriction',
    'allow-privileged': 'true',
    'enable-aggregator-routing': 'true',
    'requestheader-client-ca-file': certificate('ca'),
    'requestheader-allowed-names': 'front-proxy-client',
    'requestheader-extra-headers-prefix': 'X-Remote-Extra-',
    'requestheader-group-headers': 'X-Remote-Group',
    'requestheader-username-headers': 'X-Remote-User',
    'proxy-client-cert-file': certificate('front-proxy'),
    'proxy-client-key-file': privateKey('front-proxy'),
  }),
  { ...inLab('containerd', { config: join(paths.config, 'containerd.toml') }), mounts: 'own' },
  ...forwardDaemons,
];

/** What runs on top of a ready API server and containerd. */
export const nodeDaemons = ({ hpaSync }: DaemonOptions): readonly Daemon[] => [
  inLab('kube-controller-manager', {
    ...authenticated('kube-controller-manager'),
    'service-account-private-key-file': privateKey('sa'),
    'root-ca-file': certificate('ca'),
    'cluster-signing-cert-file': certificate('ca'),
    'cluster-signing-key-file': privateKey('ca'),
    'use-service-account-credentials': 'true',
    'allocate-node-cidrs': 'true',
    'cluster-cidr': ranges.pods,
    'service-cluster-ip-range': ranges.services,
    'horizontal-pod-autoscaler-sync-period': hpaSync,
  }),
  inLab('kube-scheduler', authenticated('kube-scheduler')),
  {
    ...inLab('kubelet', {
      config: join(paths.config, 'kubelet.yaml'),
      kubeconfig: kubeconfig('kubelet'),
      'hostname-override': labName,
      'node-ip': node.address,
    }),
    mounts: 'containerd',
  },
  inLab('kube-proxy', { config: join(paths.config, 'kube-proxy.yaml') }),
];
