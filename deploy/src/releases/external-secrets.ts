import { defineRelease } from '../helm/release.ts';

/** Reads passwords from a store, so that none is ever in a repository. */
export const externalSecrets = defineRelease({
  name: 'external-secrets',
  namespace: 'external-secrets',
  chart: { name: 'external-secrets', repository: 'https://charts.external-secrets.io', version: '1.3.2' },
  values: { installCRDs: false, replicaCount: 2, podDisruptionBudget: { enabled: true, minAvailable: 1 } },
});
