import { kubeconfig, labName, ranges } from '../names.ts';

/** KubeProxyConfiguration. Only the iptables mode serves NodePorts on 127.0.0.1. */
export const kubeProxyConfig = () => ({
  apiVersion: 'kubeproxy.config.k8s.io/v1alpha1',
  kind: 'KubeProxyConfiguration',
  clientConnection: { kubeconfig: kubeconfig('kube-proxy') },
  mode: 'iptables',
  clusterCIDR: ranges.pods,
  hostnameOverride: labName,
  // 0 leaves the size of the connection table alone: it is the host's, and may not be set from a namespace.
  conntrack: { maxPerCore: 0, min: 0, tcpEstablishedTimeout: '0s', tcpCloseWaitTimeout: '0s' },
});
