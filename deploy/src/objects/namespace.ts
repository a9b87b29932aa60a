import type { Namespace } from '../kubernetes.ts';

const levels = ['enforce', 'warn', 'audit'] as const;

/** Overlays give it its real name. Pods that are not `restricted` are refused, not only warned about. */
export const namespace: Namespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'sluice',
    labels: Object.fromEntries(levels.map((level) => [`pod-security.kubernetes.io/${level}`, 'restricted'])),
  },
};
