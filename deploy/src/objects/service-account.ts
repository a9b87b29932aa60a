import type { ServiceAccount } from '../kubernetes.ts';

/** One per workload. None of ours talks to the Kubernetes API, so none gets a token. */
export const serviceAccount = (name: string): ServiceAccount => ({
  apiVersion: 'v1',
  kind: 'ServiceAccount',
  metadata: { name },
  automountServiceAccountToken: false,
});
