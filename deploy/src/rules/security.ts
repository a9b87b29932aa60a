import { unpublished } from '../environment-parts.ts';
import { imagesOf } from '../objects/images.ts';
import { id, type Rendered } from './rendered.ts';
import { expect, rule } from './rule.ts';

const restrictedVolumes = [
  'configMap',
  'csi',
  'downwardAPI',
  'emptyDir',
  'ephemeral',
  'persistentVolumeClaim',
  'projected',
  'secret',
];

export const podsAreRestricted = rule(
  'XR-29',
  {
    why: 'the namespace enforces the level `restricted`: the API server refuses such pods',
    fix: 'spread `hardenedPod` and `hardenedContainer`',
  },
  ({ workloads, all }) => [
    ...all('Namespace').flatMap((namespace) => {
      const level = namespace.metadata?.labels?.['pod-security.kubernetes.io/enforce'];
      return expect(level === 'restricted', id(namespace), `expected pod-security enforce=restricted, got ${level}`);
    }),
    ...workloads.flatMap(({ id, pod, containers }) => {
      const context = pod.securityContext;
      const badVolumes = (pod.volumes ?? []).filter(
        (volume) => !restrictedVolumes.some((kind) => Object.hasOwn(volume, kind)),
      );
      return [
        ...expect(!pod.hostNetwork && !pod.hostPID && !pod.hostIPC, id, 'expected no namespace of the host, got one'),
        ...expect(
          badVolumes.length === 0,
          id,
          `expected volumes that are restricted, got ${badVolumes.map(({ name }) => name).join(', ')}`,
        ),
        ...containers.flatMap(({ name, securityContext = {}, ports = [], livenessProbe }) => {
          const of = (field: 'runAsNonRoot' | 'seccompProfile' | 'runAsUser') =>
            securityContext[field] ?? context?.[field];
          const { drop = [], add = [] } = securityContext.capabilities ?? {};
          const says = (holds: boolean, what: string) => expect(holds, id, `container ${name}: ${what}`);
          return [
            ...says(of('runAsNonRoot') === true, 'expected runAsNonRoot, got false'),
            ...says(
              Number(of('runAsUser') ?? 0) >= 10_000,
              `expected a user of 10000 or more, got ${JSON.stringify(of('runAsUser'))}`,
            ),
            ...says(
              JSON.stringify(of('seccompProfile')) === '{"type":"RuntimeDefault"}',
              'expected seccomp RuntimeDefault, got another',
            ),
            ...says(securityContext.allowPrivilegeEscalation === false, 'expected no privilege escalation, got it'),
            ...says(securityContext.privileged !== true, 'expected no privileges, got them'),
            ...says(
              securityContext.readOnlyRootFilesystem === true,
              'expected a read-only root file system, got a writable one',
            ),
            ...says(
              drop.includes('ALL') && add.length === 0,
              `expected all capabilities dropped, got ${drop.join(', ') || 'none'} dropped`,
            ),
            ...says(
              ports.every(({ hostPort }) => hostPort === undefined),
              'expected no port of the host, got one',
            ),
            ...says(livenessProbe?.httpGet?.host === undefined, 'expected a probe without `host`, got one'),
          ];
        }),
      ];
    }),
  ],
);

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

export const noRightsAndPinnedImages = rule(
  'XR-32',
  {
    why: 'a token in a pod is a way into the cluster, and a tag may be another image tomorrow',
    fix: 'use a ServiceAccount of its own without a token, and in prod the digest of an image of the environment',
  },
  ({ workloads, all, environment }) => [
    ...all('ServiceAccount').flatMap((account) =>
      expect(account.automountServiceAccountToken === false, id(account), 'expected no token to be mounted, got one'),
    ),
    ...workloads.flatMap(({ id, pod, containers }) => [
      ...expect(pod.automountServiceAccountToken === false, id, 'expected no token to be mounted, got one'),
      ...expect(
        (pod.serviceAccountName ?? 'default') !== 'default',
        id,
        'expected a ServiceAccount of its own, got `default`',
      ),
      ...containers.flatMap(({ image = '' }) => {
        const known = imagesOf(environment).some(
          ([, { name }]) => image.startsWith(`${name}:`) || image.startsWith(`${name}@`),
        );
        return [
          ...expect(known, id, `expected an image of the environment, got ${image}`),
          ...expect(
            environment.tier !== 'prod' || image.includes('@sha256:'),
            id,
            `expected an image by digest, got ${image}`,
          ),
        ];
      }),
    ]),
  ],
);

/** Names of images that no pipeline has published yet; `apply` asks before anything else. */
export const unpublishedImages = (rendered: Rendered): readonly string[] =>
  imagesOf(rendered.environment).flatMap(([name, image]) =>
    'digest' in image && image.digest === unpublished ? [name] : [],
  );
