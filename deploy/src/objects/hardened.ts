import type { PodSpec, SecurityContext } from '../kubernetes.ts';

const uid = 10_001;

/** What the namespace's `restricted` level asks of a pod, and what none of ours needs besides. */
export const hardenedPod = {
  automountServiceAccountToken: false,
  // Service links would set API_PORT=tcp://… and the like in every container.
  enableServiceLinks: false,
  securityContext: {
    runAsNonRoot: true,
    runAsUser: uid,
    runAsGroup: uid,
    fsGroup: uid,
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  },
} satisfies Partial<PodSpec>;

/** The same for a container. */
export const hardenedContainer: SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};
