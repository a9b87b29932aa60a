import type { Environment } from './environment.ts';
import { apiAutoscalerPatch } from './objects/api-autoscaler.ts';
import { apiConfig } from './objects/api-config.ts';
import { apiDeploymentPatch } from './objects/api-deployment.ts';
import { apiServicePatch } from './objects/api-service.ts';
import { commonLabels } from './objects/labels.ts';
import { redisStatefulSetPatch } from './objects/redis-stateful-set.ts';
import type { YamlFolder } from './yaml-folder.ts';

/** One environment: the base, the components it opts into, and only what differs. */
export function overlay(environment: Environment): YamlFolder {
  const patches = {
    'redis-primary.yaml': redisStatefulSetPatch('primary', environment),
    'redis-replica.yaml': redisStatefulSetPatch('replica', environment),
    'api-deployment.yaml': apiDeploymentPatch(environment),
    'api-autoscaler.yaml': apiAutoscalerPatch(environment),
    ...optional('api-service.yaml', apiServicePatch(environment)),
  };

  return {
    'kustomization.yaml': {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      // Here and nowhere else: names of generated objects only resolve within one namespace.
      namespace: environment.namespace,
      resources: ['../../base'],
      components: ['../../components/autoscaling-hpa'],
      patches: Object.keys(patches).map((path) => ({ path })),
      images: [{ name: 'api', newName: environment.image.name, newTag: environment.image.tag }],
      // Its name carries a hash of its content, so that a change of configuration rolls the pods.
      configMapGenerator: [
        {
          name: 'api',
          literals: Object.entries(apiConfig(environment)).map(([name, value]) => `${name}=${value}`),
          options: { labels: commonLabels },
        },
      ],
      // By kind: the Namespace comes first, and a ConfigMap before the pods that read it.
      sortOptions: { order: 'legacy' },
    },
    ...patches,
  };
}

const optional = (path: string, patch: object | undefined): YamlFolder =>
  patch === undefined ? {} : { [path]: patch };
