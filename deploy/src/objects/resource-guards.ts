import type { Environment } from '../environment.ts';
import type { LimitRange, Patch, ResourceQuota } from '../kubernetes.ts';

const identity = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'sluice' } } as const;

/** The numbers are the environment's. */
export const quota: ResourceQuota = { ...identity, spec: { hard: { pods: '100' } } };

export const quotaPatch = ({ quota }: Environment): Patch<ResourceQuota> => ({
  ...identity,
  spec: {
    hard: {
      'requests.cpu': quota.cpu,
      'requests.memory': quota.memory,
      'limits.memory': quota.memoryLimit,
      pods: String(quota.pods),
    },
  },
});

/** For what people start by hand: without them the quota would refuse it. */
export const containerDefaults: LimitRange = {
  apiVersion: 'v1',
  kind: 'LimitRange',
  metadata: { name: 'container-defaults' },
  spec: {
    limits: [
      {
        type: 'Container',
        defaultRequest: { cpu: '10m', memory: '32Mi' },
        default: { memory: '64Mi' },
        max: { memory: '8Gi' },
      },
    ],
  },
};
