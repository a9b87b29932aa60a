import { beforeAll, describe, expect, it } from '@jest/globals';
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Namespace, Service, ServiceAccount } from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';
import { environments } from '../src/environments/index.ts';
import { imagesOf, reference } from '../src/objects/images.ts';
import { withTools } from './with-tools.ts';

const models = {
  ...{ ConfigMap, Deployment, HorizontalPodAutoscaler, Namespace, PodDisruptionBudget, Service, ServiceAccount },
  StatefulSet,
};
type Model = InstanceType<(typeof models)[keyof typeof models]>;

describe.each(environments)('the overlay $name, built by kubectl', (environment) => {
  let objects: Model[];
  let built: string;
  const all = <Kind extends keyof typeof models>(kind: Kind) =>
    objects.filter((object): object is InstanceType<(typeof models)[Kind]> => object.kind === kind);
  const workloads = () => [...all('Deployment'), ...all('StatefulSet')];
  const containers = () => workloads().flatMap(({ spec }) => spec?.template.spec?.containers ?? []);

  beforeAll(async () => {
    const overlay = `rendered/overlays/${environment.name}`;
    const { exitCode, stdout, stderr } = await withTools(['kubectl', 'kustomize', overlay]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    built = stdout;
    objects = parseAllDocuments(stdout, { version: '1.1' })
      .map((document) => document.toJS() as Model)
      // Custom resources have schemas of their own: kubeconform's part.
      .filter(({ kind }) => Object.hasOwn(models, kind))
      .map((object) => new models[object.kind](object as never));
  });

  it('is the same, byte for byte, built by the standalone kustomize', async () => {
    const { stdout } = await withTools(['kustomize', 'build', `rendered/overlays/${environment.name}`]);
    expect(stdout).toBe(built);
  });

  it('holds objects that fit their schemas', () => {
    for (const object of objects) expect(() => object.validate()).not.toThrow();
  });

  it('begins with the Namespace, and has the configuration before the pods that read it', () => {
    const kinds = objects.map(({ kind }) => kind);
    expect(kinds[0]).toBe('Namespace');
    expect(kinds.indexOf('ConfigMap')).toBeLessThan(kinds.indexOf('Deployment'));
  });

  it('puts everything into its namespace, which enforces restricted pods', () => {
    const [namespace, ...others] = objects;
    expect(namespace?.metadata).toMatchObject({
      name: environment.namespace,
      labels: { 'pod-security.kubernetes.io/enforce': 'restricted' },
    });
    expect(new Set(others.map(({ metadata }) => metadata?.namespace))).toEqual(new Set([environment.namespace]));
  });

  it('states replicas exactly where no autoscaler owns them', () => {
    expect(all('Deployment').map(({ spec }) => spec?.replicas)).toEqual([undefined]);
    expect(all('StatefulSet').map(({ spec }) => spec?.replicas)).toEqual([1, environment.redis.replicas]);
  });

  it('requests resources for every container and limits its memory', () => {
    expect(containers()).toHaveLength(5);
    for (const { resources } of containers()) {
      expect(Object.keys(resources?.requests ?? {}).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
      expect(resources?.limits).toHaveProperty('memory');
    }
  });

  it('hardens every pod and container', () => {
    for (const { spec } of workloads()) {
      expect(spec?.template.spec).toMatchObject({
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true, runAsUser: 10_001, seccompProfile: { type: 'RuntimeDefault' } },
      });
    }
    for (const { securityContext } of containers()) {
      expect(securityContext).toEqual({
        allowPrivilegeEscalation: false,
        capabilities: { drop: ['ALL'] },
        readOnlyRootFilesystem: true,
      });
    }
  });

  it('selects with each Service and budget the pods of exactly one workload, by the names of its ports', () => {
    const selects = (selector: Record<string, string | undefined> | undefined) =>
      workloads().filter(({ spec }) =>
        Object.entries(selector ?? { none: 'none' }).every(
          ([label, value]) => spec?.template.metadata?.labels?.[label] === value,
        ),
      );
    for (const { spec } of all('Service')) {
      expect(selects(spec?.selector)).toHaveLength(1);
      const ports = selects(spec?.selector)[0]?.spec?.template.spec?.containers.flatMap(({ ports = [] }) => ports);
      expect(ports?.map(({ name }) => name)).toEqual(
        expect.arrayContaining(spec?.ports?.map(({ targetPort }) => targetPort) ?? []),
      );
    }
    for (const { spec } of all('PodDisruptionBudget')) {
      expect(selects(spec?.selector?.matchLabels)).toHaveLength(1);
      expect(spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' });
    }
  });

  it('reads its configuration from a ConfigMap whose name changes with its content', () => {
    const [api, redis] = all('ConfigMap').map(({ metadata }) => metadata?.name);
    expect(api).toMatch(/^api-[a-z0-9]{10}$/);
    expect(redis).toMatch(/^redis-[a-z0-9]{10}$/);
    expect(containers().find(({ name }) => name === 'api')?.envFrom).toEqual([{ configMapRef: { name: api } }]);
    for (const { spec } of all('StatefulSet')) {
      const volumes = spec?.template.spec?.volumes ?? [];
      expect(volumes.find(({ name }) => name === 'config')?.configMap?.name).toBe(redis);
    }
  });

  it('runs the images of the environment, in prod by digest', () => {
    const expected = imagesOf(environment).map(([, image]) => reference(image));
    expect([...new Set(containers().map(({ image }) => image))].sort()).toEqual(expected.sort());
  });

  it('opens a port on the nodes only where the environment says so', () => {
    const api = all('Service').find(({ metadata }) => metadata?.name === 'api');
    expect(api?.spec?.ports?.map(({ nodePort }) => nodePort)).toEqual([environment.api.nodePort]);
  });

  it("keeps the primary's data where there is storage, on its pod where there is none", () => {
    const [primary] = all('StatefulSet');
    const size = primary?.spec?.volumeClaimTemplates?.[0]?.spec?.resources?.requests?.['storage'];
    expect(size).toBe(environment.redis.storage);
    const volumes = primary?.spec?.template.spec?.volumes?.map(({ name }) => name) ?? [];
    expect(volumes.includes('data')).toBe(environment.redis.storage === undefined);
  });
});
