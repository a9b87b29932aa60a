import type { KubeObject } from '../kubernetes.ts';

/** XR-35: fields that the API server never lets be changed, by kind. */
const immutable: Readonly<Record<string, readonly (readonly string[])[]>> = {
  Deployment: [['spec', 'selector']],
  StatefulSet: [
    ['spec', 'selector'],
    ['spec', 'serviceName'],
    ['spec', 'podManagementPolicy'],
    ['spec', 'volumeClaimTemplates'],
  ],
  Service: [['spec', 'clusterIP']],
};

/** `StatefulSet/redis-primary: spec.serviceName`, for each field that could only change with its object. */
export function immutableChanges(before: readonly KubeObject[], after: readonly KubeObject[]): readonly string[] {
  return after.flatMap((object) => {
    const old = before.find(({ kind, metadata }) => kind === object.kind && metadata?.name === object.metadata?.name);
    if (old === undefined) return [];
    return (immutable[object.kind] ?? [])
      .filter((path) => JSON.stringify(at(old, path)) !== JSON.stringify(at(object, path)))
      .map((path) => `${object.kind}/${object.metadata?.name}: ${path.join('.')}`);
  });
}

const at = (object: unknown, path: readonly string[]): unknown =>
  path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], object);
