import type { PodDisruptionBudget } from '../kubernetes.ts';

/**
 * A drain takes one pod at a time. `maxUnavailable`, because `minAvailable` at the minimum blocks every drain;
 * pods that are broken anyway may always go.
 */
export const disruptionBudget = (name: string, matchLabels: Readonly<Record<string, string>>): PodDisruptionBudget => ({
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: { name },
  spec: { maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow', selector: { matchLabels } },
});
