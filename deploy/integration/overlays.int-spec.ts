import { beforeAll, describe, expect, it } from '@jest/globals';
import { Deployment, StatefulSet } from 'kubernetes-models/apps/v1';
import { HorizontalPodAutoscaler } from 'kubernetes-models/autoscaling/v2';
import { PodDisruptionBudget } from 'kubernetes-models/policy/v1';
import { ConfigMap, Namespace, Service, ServiceAccount } from 'kubernetes-models/v1';
import { parseAllDocuments } from 'yaml';
import { environments } from '../src/environments/index.ts';
import { withKubectl } from './with-kubectl.ts';

const models = {
  ...{ ConfigMap, Deployment, HorizontalPodAutoscaler, Namespace, PodDisruptionBudget, Service, ServiceAccount },
  StatefulSet,
};
type Model = InstanceType<(typeof models)[keyof typeof models]>;

describe.each(environments)('the overlay $name, built by kubectl', (environment) => {
  let objects: Model[];
  const all = <Kind extends keyof typeof models>(kind: Kind) =>
    objects.filter((object): object is InstanceType<(typeof models)[Kind]> => object.kind === kind);
  const workloads = () => [...all('Deployment'), ...all('StatefulSet')];
  const containers = () => workloads().flatMap(({ spec }) => spec?.template.spec?.containers ?? []);

  beforeAll(async () => {
    const overlay = `rendered/overlays/${environment.name}`;
    const { exitCode, stdout, stderr } = await withKubectl(['kubectl', 'kustomize', overlay]);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    objects = parseAllDocuments(stdout, { version: '1.1' }).map((document) => {
      const object = document.toJS() as Model;
      return new models[object.kind](object as never);
    });
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
    expect(all('HorizontalPodAutoscaler').map(({ spec }) => spec.scaleTargetRef.name)).toEqual(['api']);
  });

  it('scales on the CPU of a container that is there and asks for some', () => {
    const [metric] = all('HorizontalPodAutoscaler')[0]?.spec.metrics ?? [];
    const names = all('Deployment')[0]?.spec?.template.spec?.containers.map(({ name }) => name);
    expect(names).toContain(metric?.containerResource?.container);
    expect(all('HorizontalPodAutoscaler')[0]?.spec).toMatchObject({
      minReplicas: environment.api.replicas.min,
      maxReplicas: environment.api.replicas.max,
      behavior: { scaleUp: { stabilizationWindowSeconds: 0 } },
    });
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
    const [config] = all('ConfigMap');
    expect(config?.metadata?.name).toMatch(/^api-[a-z0-9]{10}$/);
    expect(containers().find(({ name }) => name === 'api')?.envFrom).toEqual([
      { configMapRef: { name: config?.metadata?.name } },
    ]);
  });

  it('runs the image of the environment', () => {
    const { name, tag } = environment.image;
    expect(containers().find((container) => container.name === 'api')?.image).toBe(`${name}:${tag}`);
  });

  it('opens a port on the nodes only where the environment says so', () => {
    const api = all('Service').find(({ metadata }) => metadata?.name === 'api');
    expect(api?.spec?.ports?.map(({ nodePort }) => nodePort)).toEqual([environment.api.nodePort]);
  });

  it("keeps the primary's data where there is storage, on its pod where there is none", () => {
    const [primary] = all('StatefulSet');
    const size = primary?.spec?.volumeClaimTemplates?.[0]?.spec?.resources?.requests?.['storage'];
    expect(size).toBe(environment.redis.storage);
    expect(primary?.spec?.template.spec?.volumes?.map(({ name }) => name) ?? []).toEqual(
      environment.redis.storage === undefined ? ['data'] : [],
    );
  });
});
