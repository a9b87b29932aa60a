import { apiAutoscaler } from './objects/api-autoscaler.ts';
import { apiDeployment } from './objects/api-deployment.ts';
import { apiService } from './objects/api-service.ts';
import { disruptionBudget } from './objects/disruption-budget.ts';
import { apiLabels, commonLabels, redisLabels } from './objects/labels.ts';
import { namespace } from './objects/namespace.ts';
import { redisService } from './objects/redis-service.ts';
import { redisStatefulSet } from './objects/redis-stateful-set.ts';
import { serviceAccount } from './objects/service-account.ts';
import type { YamlFolder } from './yaml-folder.ts';

/** A folder of objects with the kustomization that lists them, in this order. */
const folder = (kustomization: object, objects: YamlFolder): YamlFolder => ({
  'kustomization.yaml': { ...kustomization, resources: Object.keys(objects) },
  ...objects,
});

/** What every environment has, without the numbers that differ. */
export const base = folder(
  {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    // Never in selectors: those are immutable.
    labels: [{ pairs: commonLabels, includeSelectors: false, includeTemplates: true }],
  },
  {
    'namespace.yaml': namespace,
    'redis-service-account.yaml': serviceAccount('redis'),
    'redis-primary-service.yaml': redisService('primary'),
    'redis-replica-service.yaml': redisService('replica'),
    'redis-primary.yaml': redisStatefulSet('primary'),
    'redis-replica.yaml': redisStatefulSet('replica'),
    'redis-replica-disruption-budget.yaml': disruptionBudget('redis-replica', redisLabels('replica')),
    'api-service-account.yaml': serviceAccount('api'),
    'api-service.yaml': apiService,
    'api-deployment.yaml': apiDeployment,
    'api-disruption-budget.yaml': disruptionBudget('api', apiLabels),
  },
);

/** What an environment opts into, one concern each. */
export const components = {
  'autoscaling-hpa': folder(
    {
      apiVersion: 'kustomize.config.k8s.io/v1alpha1',
      kind: 'Component',
      labels: [{ pairs: commonLabels, includeSelectors: false }],
    },
    { 'api-autoscaler.yaml': apiAutoscaler },
  ),
} as const satisfies Readonly<Record<string, YamlFolder>>;
