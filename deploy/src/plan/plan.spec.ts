import { describe, expect, it } from '@jest/globals';
import { plan, planText } from './plan.ts';

const created = (file: string) => `diff -u -N /tmp/LIVE-1/${file} /tmp/MERGED-2/${file}
--- /tmp/LIVE-1/${file}\t2026-11-22 05:00:00
+++ /tmp/MERGED-2/${file}\t2026-11-22 05:00:00
@@ -0,0 +1,2 @@
+apiVersion: v1
+kind: Any
`;

const changed = (file: string) => `diff -u -N /tmp/LIVE-1/${file} /tmp/MERGED-2/${file}
--- /tmp/LIVE-1/${file}\t2026-11-22 05:00:00
+++ /tmp/MERGED-2/${file}\t2026-11-22 05:00:00
@@ -6,7 +6,7 @@
-  maxReplicas: 6
+  maxReplicas: 8
`;

const rest = { pruned: [], kept: [], replaced: [], isUnfinished: false, isSuspicious: false };

describe(plan.name, () => {
  it('tells what is created from what is changed', () => {
    const hpa = changed('autoscaling.v2.HorizontalPodAutoscaler.sluice.api');
    expect(plan(created('v1.ConfigMap.sluice.api-1') + hpa, 13)).toEqual({
      created: ['ConfigMap/api-1'],
      changed: ['HorizontalPodAutoscaler/api'],
      unchanged: 11,
      diff: hpa,
      ...rest,
    });
  });

  it('reads names with dots and objects without a namespace', () => {
    expect(plan(created('v1.Namespace..sluice') + created('example.com.v1.Thing.sluice.a.b'), 2).created).toEqual([
      'Namespace/sluice',
      'Thing/a.b',
    ]);
  });

  it('is empty when nothing differs', () => {
    expect(plan('', 13)).toEqual({ created: [], changed: [], unchanged: 13, diff: '', ...rest });
  });
});

describe(planText.name, () => {
  it('lists the objects, counts, and shows only the changes', () => {
    const text = planText(plan(created('v1.Namespace..sluice') + changed('apps.v1.Deployment.sluice.api'), 3));
    expect(text.split('\n').slice(0, 5)).toEqual([
      '  + Namespace/sluice',
      '  ~ Deployment/api',
      '  1 to create, 1 to change, 0 to prune, 1 as they are',
      '',
      expect.stringContaining('diff -u -N'),
    ]);
    expect(text).not.toContain('kind: Any');
  });
});
