import type { KubeObject } from '../kubernetes.ts';
import { commonLabels } from '../objects/labels.ts';
import type { YamlFolder } from '../yaml-folder.ts';

/** One concern that an environment opts into. Numbers come from the overlay, so that any two build together. */
export interface Component {
  /** File name → whole object, in the order in which they are listed. */
  readonly objects?: Readonly<Record<string, object>>;
  /** File name → what it changes in objects of the base. */
  readonly patches?: Readonly<Record<string, object>>;
  /** Files that it adds to the ConfigMap `redis` of the base. */
  readonly redisConfig?: Readonly<Record<string, string>>;
}

/** A component as Kustomize reads it. */
export function componentFolder({ objects = {}, patches = {}, redisConfig }: Component): YamlFolder {
  return {
    'kustomization.yaml': {
      apiVersion: 'kustomize.config.k8s.io/v1alpha1',
      kind: 'Component',
      // On the objects only: pods get theirs from the base, and selectors none.
      ...(Object.keys(objects).length > 0 && {
        labels: [{ pairs: commonLabels, includeSelectors: false, includeTemplates: true }],
        resources: Object.keys(objects),
      }),
      ...(Object.keys(patches).length > 0 && { patches: Object.keys(patches).map((path) => ({ path })) }),
      ...(redisConfig && {
        configMapGenerator: [{ name: 'redis', behavior: 'merge', literals: literals(redisConfig) }],
      }),
    },
    ...objects,
    ...patches,
  };
}

/** Key and value of generated ConfigMaps, as Kustomize writes them. */
export const literals = (data: Readonly<Record<string, string>>): readonly string[] =>
  Object.entries(data).map(([name, value]) => `${name}=${value}`);

/** An object's file: `NetworkPolicy/api-ingress` → `api-ingress.network-policy.yaml`. */
export const files = (...objects: readonly KubeObject[]): Readonly<Record<string, object>> =>
  Object.fromEntries(objects.map((object) => [fileName(object), object]));

const fileName = ({ kind, metadata }: KubeObject): string =>
  `${metadata?.name}.${kind.replace(/(?<=[a-z])[A-Z]/g, '-$&').toLowerCase()}.yaml`;
