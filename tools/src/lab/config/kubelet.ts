import { join } from 'node:path';
import { certificate, labName, node, paths, privateKey, ranges } from '../names.ts';

/** A file with a name server that does not exist: an empty one makes containerd copy the host's. */
export const resolvConfFile = join(paths.config, 'resolv.conf');
export const resolvConf = `nameserver ${node.gateway}\n`;

/** KubeletConfiguration of the lab's only node. */
export const kubeletConfig = () => ({
  apiVersion: 'kubelet.config.k8s.io/v1beta1',
  kind: 'KubeletConfiguration',
  authentication: {
    anonymous: { enabled: false },
    webhook: { enabled: true },
    x509: { clientCAFile: certificate('ca') },
  },
  authorization: { mode: 'Webhook' },
  address: node.address,
  healthzBindAddress: '127.0.0.1',
  tlsCertFile: certificate('kubelet'),
  tlsPrivateKeyFile: privateKey('kubelet'),
  containerRuntimeEndpoint: `unix://${paths.containerdSocket}`,
  clusterDNS: [ranges.dnsService],
  clusterDomain: 'cluster.local',
  resolvConf: resolvConfFile,
  cgroupDriver: 'cgroupfs',
  // Pods below a group of ours, so that whatever happens every one of them can be found and ended.
  cgroupRoot: `/${labName}`,
  failCgroupV1: false,
  failSwapOn: false,
  volumePluginDir: join(paths.run, 'volume-plugins'),
  // Images cannot be pulled again, so they are never collected.
  imageGCHighThresholdPercent: 100,
  evictionHard: { 'memory.available': '200Mi', 'nodefs.available': '1%', 'imagefs.available': '1%' },
});
