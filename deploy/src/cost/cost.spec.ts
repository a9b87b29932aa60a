import { describe, expect, it } from '@jest/globals';
import prod from '../environments/prod.ts';
import { rendered } from '../rules/rendered.ts';
import { costChange, costs, costText } from './cost.ts';

const container = (cpu: string, memory: string) => ({ name: 'c', resources: { requests: { cpu, memory } } });
const workload = (kind: string, name: string, spec: object, ...containers: object[]) => ({
  apiVersion: 'apps/v1',
  kind,
  metadata: { name },
  spec: { selector: { matchLabels: {} }, template: { spec: { containers } }, ...spec },
});
const disk = { spec: { resources: { requests: { storage: '10Gi' } } } };
const objects = [
  workload('Deployment', 'api', {}, container('500m', '256Mi')),
  workload(
    'StatefulSet',
    'redis',
    { replicas: 2, volumeClaimTemplates: [disk] },
    container('250m', '512Mi'),
    container('50m', '0Mi'),
  ),
  {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: { name: 'api' },
    spec: {
      minReplicas: 2,
      maxReplicas: 10,
      scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'api' },
    },
  },
];

describe(costs.name, () => {
  const all = costs(rendered(prod, objects));

  it('counts requests and disks at each scale', () => {
    // Two Redis pods of 0.3 cores and 0.5 GiB, and the API's 2, 5 (of prod) and 10 pods of half a core and a quarter GiB.
    expect(all.minimum).toMatchObject({ pods: 4, cores: 1.6, memoryGiB: 1.5, storageGiB: 20 });
    expect(all.typical).toMatchObject({ pods: 7, cores: 3.1, memoryGiB: 2.25 });
    expect(all.maximum).toMatchObject({ pods: 12, cores: 5.6, memoryGiB: 3.5 });
    expect(all.minimum.perMonth).toBeCloseTo(1.6 * 22 + 1.5 * 3 + 20 * 0.1);
  });

  it('is told as a table', () => {
    expect(costText(all).split('\n')[1]).toBe('minimum        4    1.60        1.50        20   41.70 EUR');
  });

  it('tells a change, and is silent without one', () => {
    expect(costChange(all.minimum, all.typical)).toBe(
      '  cost on an ordinary day: 41.70 EUR → 76.95 EUR a month (+35.25 EUR)',
    );
    expect(costChange(all.typical, all.minimum)).toContain('(−35.25 EUR)');
    expect(costChange(all.typical, all.typical)).toBeUndefined();
  });
});
