import { paths } from '../names.ts';

/** The configuration file of containerd 1.6 or newer. */
export const containerdConfig = (): string => `version = 2
root = "${paths.containerd}"
state = "${paths.run}/containerd"

[grpc]
  address = "${paths.containerdSocket}"

[plugins."io.containerd.grpc.v1.cri"]
  sandbox_image = "registry.k8s.io/pause:3.10"
  # Without CAP_SYS_RESOURCE the pause container's -998 is refused, and no pod starts.
  restrict_oom_score_adj = true
  # Else pods' namespaces lie in /run/netns and outlive the lab.
  netns_mounts_under_state_dir = true
  [plugins."io.containerd.grpc.v1.cri".containerd]
    snapshotter = "overlayfs"
  [plugins."io.containerd.grpc.v1.cri".cni]
    bin_dir = "/usr/lib/cni"
    conf_dir = "${paths.cni}"
`;
