import { expect, it } from '@jest/globals';
import { labName, paths, ranges } from '../names.ts';
import { cniConfig } from './cni.ts';
import { containerdConfig } from './containerd.ts';
import { kubeProxyConfig } from './kube-proxy.ts';
import { kubeletConfig } from './kubelet.ts';

it('keeps pods below the control group of the lab, on hosts with version 1 too', () => {
  expect(kubeletConfig()).toMatchObject({ cgroupRoot: `/${labName}`, cgroupDriver: 'cgroupfs', failCgroupV1: false });
});

it('leads kubelet and containerd to the same socket', () => {
  expect(kubeletConfig().containerRuntimeEndpoint).toBe(`unix://${paths.containerdSocket}`);
  expect(containerdConfig()).toContain(`address = "${paths.containerdSocket}"`);
});

it('lets pods start without CAP_SYS_RESOURCE, and keeps their namespaces in the state', () => {
  expect(containerdConfig()).toMatch(/^ {2}restrict_oom_score_adj = true$/m);
  expect(containerdConfig()).toMatch(/^ {2}netns_mounts_under_state_dir = true$/m);
});

it('leaves the host’s connection table alone, and serves NodePorts on loopback', () => {
  expect(kubeProxyConfig()).toMatchObject({ mode: 'iptables', conntrack: { maxPerCore: 0, min: 0 } });
});

it('gives pods addresses of the range that the node owns, and no way out', () => {
  expect(cniConfig().plugins[0]).toMatchObject({ ipMasq: false, ipam: { ranges: [[{ subnet: ranges.nodePods }]] } });
});
