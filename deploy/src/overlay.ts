import { literals } from './components/component.ts';
import { componentsOf } from './components/index.ts';
import type { Environment } from './environment.ts';
import { apiAutoscalerPatch } from './objects/api-autoscaler.ts';
import { apiConfig } from './objects/api-config.ts';
import { apiDeploymentPatch } from './objects/api-deployment.ts';
import { apiScaledObjectPatch } from './objects/api-scaled-object.ts';
import { apiServicePatch } from './objects/api-service.ts';
import { apiTokensReference, redisTlsReference, redisUsersReference } from './objects/external-secret.ts';
import { imagesOf } from './objects/images.ts';
import { apiClientsPatch } from './objects/network-policy.ts';
import { redisConfig } from './objects/redis-config.ts';
import { redisStatefulSetPatch } from './objects/redis-stateful-set.ts';
import { quotaPatch } from './objects/resource-guards.ts';
import { serviceMonitorPatch } from './objects/service-monitor.ts';
import type { YamlFolder } from './yaml-folder.ts';

/** One environment: the base, the components it opts into, and only what differs. */
export function overlay(environment: Environment): YamlFolder {
  const patches = withoutAbsent({
    'redis-primary.yaml': redisStatefulSetPatch('primary', environment),
    'redis-replica.yaml': redisStatefulSetPatch('replica', environment),
    'api-deployment.yaml': apiDeploymentPatch(environment),
    'api-autoscaler.yaml': apiScaledObjectPatch(environment) ?? apiAutoscalerPatch(environment),
    'api-service.yaml': apiServicePatch(environment),
    'api-clients.yaml': apiClientsPatch(environment),
    'quota.yaml': quotaPatch(environment),
    'redis-users.yaml': redisUsersReference(environment),
    'api-tokens.yaml': apiTokensReference(environment),
    'redis-tls.yaml': redisTlsReference(environment),
    'api-service-monitor.yaml': serviceMonitorPatch('api', 'http', environment),
    'redis-service-monitor.yaml': serviceMonitorPatch('redis', 'metrics', environment),
  });

  return {
    'kustomization.yaml': {
      apiVersion: 'kustomize.config.k8s.io/v1beta1',
      kind: 'Kustomization',
      // Here and nowhere else: names of generated objects only resolve within one namespace.
      namespace: environment.namespace,
      resources: ['../../base'],
      components: componentsOf(environment).map((name) => `../../components/${name}`),
      patches: Object.keys(patches).map((path) => ({ path })),
      images: imagesOf(environment).map(([name, image]) => ({
        name,
        newName: image.name,
        ...('tag' in image ? { newTag: image.tag } : { digest: image.digest }),
      })),
      configMapGenerator: [
        { name: 'api', behavior: 'merge', literals: literals(apiConfig(environment)) },
        { name: 'redis', behavior: 'merge', literals: literals(redisConfig(environment)) },
      ],
      // By kind: the Namespace comes first, and a ConfigMap before the pods that read it.
      sortOptions: { order: 'legacy' },
    },
    ...patches,
  };
}

const withoutAbsent = (patches: Readonly<Record<string, object | undefined>>): YamlFolder =>
  Object.fromEntries(Object.entries(patches).filter((entry): entry is [string, object] => entry[1] !== undefined));
