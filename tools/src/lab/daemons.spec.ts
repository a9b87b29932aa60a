import { describe, expect, it } from '@jest/globals';
import { controlPlane, nodeDaemons } from './daemons.ts';
import { stateRoot } from './names.ts';

describe('daemons', () => {
  const all = [...controlPlane(), ...nodeDaemons({ hpaSync: '5s' })];
  const named = (name: string) => {
    const daemon = all.find((candidate) => candidate.name === name);
    if (!daemon) throw new Error(`expected a daemon ${name}`);
    return daemon;
  };

  it('have names of their own, since each has its control group and its log by it', () => {
    expect(new Set(all.map(({ name }) => name)).size).toBe(all.length);
  });

  it('live in the network of the lab, but for the ends of the forwards on loopback', () => {
    const onHost = all.filter(({ network }) => network === 'host');
    expect(onHost.map(({ name }) => name)).toEqual(['forward-api-host', 'forward-node-port-host']);
    for (const { command } of onHost) expect(command[1]).toContain('bind=127.0.0.1');
  });

  it('start the kubelet after containerd, whose mounts it shares', () => {
    const names = all.map(({ name }) => name);
    expect(named('containerd').mounts).toBe('own');
    expect(named('kubelet').mounts).toBe('containerd');
    expect(names.indexOf('containerd')).toBeLessThan(names.indexOf('kubelet'));
  });

  it('let the autoscaler look as often as asked', () => {
    expect(named('kube-controller-manager').command).toContain('--horizontal-pod-autoscaler-sync-period=5s');
  });

  it('keep Unix sockets within the 107 bytes that the kernel allows', () => {
    const sockets = all.flatMap(({ command }) =>
      command.flatMap((word) => /UNIX-LISTEN:([^,]+)/.exec(word)?.[1] ?? []),
    );
    expect(sockets).toHaveLength(2);
    for (const socket of sockets) expect(`${socket}`.startsWith(stateRoot) && socket.length <= 107).toBe(true);
  });
});
