import { apiDeployment } from './objects/api-deployment.ts';
import { apiService } from './objects/api-service.ts';
import { commonLabels } from './objects/labels.ts';
import { namespace } from './objects/namespace.ts';
import { redisService } from './objects/redis-service.ts';
import { redisStatefulSet } from './objects/redis-stateful-set.ts';
import { serviceAccount } from './objects/service-account.ts';
import type { YamlFolder } from './yaml-folder.ts';

const objects = {
  'namespace.yaml': namespace,
  'redis-service-account.yaml': serviceAccount('redis'),
  'redis-primary-service.yaml': redisService('primary'),
  'redis-replica-service.yaml': redisService('replica'),
  'redis-primary.yaml': redisStatefulSet('primary'),
  'redis-replica.yaml': redisStatefulSet('replica'),
  'api-service-account.yaml': serviceAccount('api'),
  'api-service.yaml': apiService,
  'api-deployment.yaml': apiDeployment,
};

/** What every environment has, without the numbers that differ. */
export const base: YamlFolder = {
  'kustomization.yaml': {
    apiVersion: 'kustomize.config.k8s.io/v1beta1',
    kind: 'Kustomization',
    // Never in selectors: those are immutable.
    labels: [{ pairs: commonLabels, includeSelectors: false, includeTemplates: true }],
    resources: Object.keys(objects),
    // Overlays fill them and components add to them; the hash of their content in their names rolls the pods.
    configMapGenerator: ['api', 'redis'].map((name) => ({ name, options: { labels: commonLabels } })),
  },
  ...objects,
};
