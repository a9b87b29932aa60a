import { id, type Rendered } from './rendered.ts';
import { expect, rule } from './rule.ts';

/** The name of a file that holds one is none. */
const secretName = /(PASSWORD|TOKEN|SECRET|(^|_)KEY)(?!.*_FILE$)/;
const userInfo = /:\/\/[^/@\s]*:([^/@\s]+)@/;

export const secretsByReference = rule(
  'XR-30',
  {
    why: 'what is rendered is committed, and what is committed is read',
    fix: 'refer to a Secret by `secretKeyRef` or a volume; it comes from External Secrets, or is generated in `local`',
  },
  ({ objects, workloads, all }) => [
    ...all('Secret').map((secret) => [id(secret), 'expected no Secret among the manifests, got one'] as const),
    ...workloads.flatMap(({ id, containers }) =>
      containers.flatMap(({ env = [] }) =>
        env.flatMap(({ name, value }) =>
          expect(
            value === undefined || !secretName.test(name),
            id,
            `expected ${name} by reference, got a literal value`,
          ),
        ),
      ),
    ),
    ...objects.flatMap((object) =>
      [...JSON.stringify(object).matchAll(new RegExp(userInfo, 'g'))]
        .filter(([, password = '']) => !/^\$\(\w+\)$/.test(password))
        .map(() => [id(object), 'expected no password in a URL, got one'] as const),
    ),
  ],
);

export const referencesResolve = rule(
  'XR-31',
  {
    why: 'a pod whose reference leads nowhere waits for ever in CreateContainerConfigError',
    fix: 'render the object, or name the key that is in it',
  },
  (rendered) =>
    rendered.workloads.flatMap(({ id, pod, containers }) => {
      const env = containers.flatMap(({ env = [] }) => env.flatMap(({ valueFrom }) => (valueFrom ? [valueFrom] : [])));
      const references = [
        ...containers.flatMap(({ envFrom = [] }) =>
          envFrom.map(({ configMapRef }) => ['ConfigMap', configMapRef?.name] as const),
        ),
        ...env.flatMap(({ configMapKeyRef: ref }) => (ref ? [['ConfigMap', ref.name, ref.key] as const] : [])),
        ...env.flatMap(({ secretKeyRef: ref }) => (ref ? [['Secret', ref.name, ref.key] as const] : [])),
        ...(pod.volumes ?? []).flatMap(({ configMap }) => (configMap ? [['ConfigMap', configMap.name] as const] : [])),
        ...(pod.volumes ?? []).flatMap(({ secret }) =>
          secret
            ? [
                ['Secret', secret.secretName] as const,
                ...(secret.items ?? []).map(({ key }) => ['Secret', secret.secretName, key] as const),
              ]
            : [],
        ),
        ['ServiceAccount', pod.serviceAccountName ?? 'default'] as const,
      ];
      return references.flatMap(([kind, name = '', key]) => {
        const keys = keysOf(rendered, kind, name);
        return [
          ...expect(keys !== undefined, id, `expected ${kind}/${name}, got none`),
          ...expect(
            keys === undefined || key === undefined || keys.includes(key),
            id,
            `expected ${key} in ${kind}/${name}, got ${keys?.join(', ')}`,
          ),
        ];
      });
    }),
);

/** The keys of an object that is rendered, is made by External Secrets, or is generated on the first apply. */
function keysOf({ all, environment }: Rendered, kind: string, name: string): readonly string[] | undefined {
  if (kind === 'ServiceAccount') return all(kind).some(({ metadata }) => metadata?.name === name) ? [] : undefined;
  if (kind === 'ConfigMap') {
    const found = all(kind).find(({ metadata }) => metadata?.name === name);
    return found && Object.keys(found.data ?? {});
  }
  if (environment.secrets.source === 'generated') return generatedKeys[name];
  const made = all('ExternalSecret').find(({ spec }) => spec?.target?.name === name)?.spec;
  return (
    made && [...Object.keys(made.target?.template?.data ?? {}), ...(made.data ?? []).map(({ secretKey }) => secretKey)]
  );
}

const generatedKeys: Readonly<Record<string, readonly string[]>> = {
  'redis-users': ['api', 'replication', 'probe', 'exporter', 'sentinel'],
  'api-tokens': ['secrets'],
  'redis-tls': ['tls.crt', 'tls.key', 'ca.crt'],
};
