import type { Needs } from '../packages.ts';

/** What the lab needs of the host, by the Debian package that brings it. */
export const labPackages: Needs = {
  etcd: 'etcd-server',
  containerd: 'containerd',
  runc: 'runc',
  '/usr/lib/cni/bridge': 'containernetworking-plugins',
  buildah: 'buildah',
  iptables: 'iptables',
  ip: 'iproute2',
  socat: 'socat',
  busybox: 'busybox-static',
  mmdebstrap: 'mmdebstrap',
  openssl: 'openssl',
};
