import { imagePackages } from '../image/build-image.ts';
import type { Needs } from '../packages.ts';

/** What the lab needs of the host, by the Debian package that brings it. */
export const labPackages: Needs = {
  ...imagePackages,
  etcd: 'etcd-server',
  containerd: 'containerd',
  runc: 'runc',
  '/usr/lib/cni/bridge': 'containernetworking-plugins',
  iptables: 'iptables',
  ip: 'iproute2',
  socat: 'socat',
  openssl: 'openssl',
};
