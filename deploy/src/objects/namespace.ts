import type { Namespace } from '../kubernetes.ts';

/** Overlays give it its real name. Pods that are not `restricted` are refused, not only warned about. */
export const namespace: Namespace = {
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: {
    name: 'sluice',
    labels: {
      'pod-security.kubernetes.io/enforce': 'restricted',
      'pod-security.kubernetes.io/warn': 'restricted',
    },
  },
};
