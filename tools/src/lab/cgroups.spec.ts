import { describe, expect, it } from '@jest/globals';
import { parseHierarchies } from './cgroups.ts';

describe(parseHierarchies.name, () => {
  it('finds the one of a host with version 2', () => {
    const mounts = 'proc /proc proc rw 0 0\ncgroup2 /sys/fs/cgroup cgroup2 rw,nosuid 0 0\n';
    expect(parseHierarchies(mounts)).toEqual([{ mountPoint: '/sys/fs/cgroup', version: 2 }]);
  });

  it('finds all of a hybrid host, and not the tmpfs that they lie on', () => {
    const mounts = [
      'tmpfs /sys/fs/cgroup tmpfs rw 0 0',
      'cgroup /sys/fs/cgroup/memory cgroup rw,memory 0 0',
      'cgroup /sys/fs/cgroup/systemd cgroup rw,name=systemd 0 0',
      'cgroup2 /sys/fs/cgroup/unified cgroup2 rw 0 0',
    ].join('\n');
    expect(parseHierarchies(mounts).map(({ mountPoint, version }) => `${version} ${mountPoint}`)).toEqual([
      '1 /sys/fs/cgroup/memory',
      '1 /sys/fs/cgroup/systemd',
      '2 /sys/fs/cgroup/unified',
    ]);
  });
});
