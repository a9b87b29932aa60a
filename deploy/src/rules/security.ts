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
