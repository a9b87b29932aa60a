import { beforeAll, describe, expect, it } from '@jest/globals';
import { parseObjects } from '../src/build.ts';
import type { Environment } from '../src/environment.ts';
import { environmentNamed } from '../src/environments/index.ts';
import type { KubeObject } from '../src/kubernetes.ts';
import { findings, rules } from '../src/rules/index.ts';
import { rendered } from '../src/rules/rendered.ts';
import { afterWaivers, waiversOf } from '../src/rules/waivers.ts';
import { all, plus, set, twin, without, type Mutation } from './mutate.ts';
import { withTools } from './with-tools.ts';

const pod = ['spec', 'template', 'spec'] as const;
const api = [...pod, 'containers', 'api'] as const;
const redis = [...pod, 'containers', 'redis'] as const;
const env = [...api, 'env'] as const;

const ingress = (name: string, port: string) => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'Ingress',
  metadata: { name: 'api', namespace: 'sluice' },
  spec: { rules: [{ http: { paths: [{ backend: { service: { name, port: { name: port } } } }] } }] },
});

/** The real thing with one thing broken: which rule, in which environment, how, and the beginning of its sentence. */
const broken: readonly (readonly [id: string, env: string, breaks: Mutation, message: string])[] = [
  ['XR-01', 'prod', set('Deployment/api', ['spec', 'replicas'], 3), 'expected no `spec.replicas`, got 3'],
  [
    'XR-01',
    'prod',
    set('StatefulSet/redis-replica', ['spec', 'replicas'], undefined),
    'expected `spec.replicas`, got none',
  ],
  ['XR-02', 'prod', twin('ScaledObject/api', 'other'), 'expected one autoscaler at most, got ScaledObject/api and'],
  [
    'XR-03',
    'local',
    set('HorizontalPodAutoscaler/api', ['spec', 'scaleTargetRef', 'name'], 'apy'),
    'expected a target that is there, got apps/v1 Deployment/apy',
  ],
  ['XR-04', 'prod', set('ScaledObject/api', ['spec', 'minReplicaCount'], 1), 'expected a minimum of at least 2, got 1'],
  [
    'XR-04',
    'local',
    set('HorizontalPodAutoscaler/api', ['spec', 'minReplicas'], 7),
    'expected a minimum of at most 6, got 7',
  ],
  [
    'XR-05',
    'local',
    set('Deployment/api', [...api, 'resources', 'requests', 'cpu'], undefined),
    'expected a CPU request of container api, got none',
  ],
  [
    'XR-05',
    'prod',
    set('ScaledObject/api', ['spec', 'triggers', 1, 'metadata', 'containerName'], 'app'),
    'expected a container `app`, got none',
  ],
  [
    'XR-06',
    'local',
    set('Deployment/api', [...api, 'resources', 'limits', 'cpu'], '50m'),
    'expected a CPU limit of at least 60m, got 50m',
  ],
  [
    'XR-07',
    'prod',
    set('StatefulSet/redis-primary', [...redis, 'resources', 'limits', 'memory'], undefined),
    'expected a memory limit of container redis, got none',
  ],
  [
    'XR-07',
    'prod',
    set('Deployment/api', [...api, 'resources', 'limits', 'cpu'], '2'),
    'expected no CPU limit of the API, got 2',
  ],
  [
    'XR-08',
    'prod',
    set('ScaledObject/api', ['spec', 'maxReplicaCount'], 60),
    'expected requests.cpu for the largest scale',
  ],
  ['XR-08', 'prod', without('ResourceQuota/sluice'), 'expected one, got none'],
  [
    'XR-09',
    'prod',
    set('ScaledObject/api', ['spec', 'maxReplicaCount'], 3000),
    'expected at most 8000 connections, got 12004',
  ],
  ['XR-10', 'prod', without('PodDisruptionBudget/api'), 'expected exactly one PodDisruptionBudget, got none'],
  [
    'XR-10',
    'local',
    twin('PodDisruptionBudget/api', 'second'),
    'expected exactly one PodDisruptionBudget, got api, second',
  ],
  ['XR-11', 'prod', set('PodDisruptionBudget/api', ['spec', 'minAvailable'], 3), 'expected no `minAvailable`, got 3'],
  [
    'XR-11',
    'prod',
    set('PodDisruptionBudget/api', ['spec', 'maxUnavailable'], 0),
    'expected `maxUnavailable` of 1 or more, got 0',
  ],
  [
    'XR-12',
    'prod',
    set('StatefulSet/redis-replica', ['spec', 'replicas'], 1),
    'expected at least 2 pods under PodDisruptionBudget/redis-replica, got 1',
  ],
  [
    'XR-13',
    'prod',
    set('Deployment/api', ['spec', 'selector', 'matchLabels', 'version'], '2'),
    "expected the selector to take the workload's own pods, got others",
  ],
  [
    'XR-13',
    'prod',
    set('StatefulSet/redis-primary', ['spec', 'selector', 'matchLabels'], { 'app.kubernetes.io/name': 'redis' }),
    'expected a selector of its own, got the pods of StatefulSet/redis-replica too',
  ],
  [
    'XR-14',
    'prod',
    set('Service/api', ['spec', 'ports', 0, 'targetPort'], 'web'),
    'expected a named port of its pods, got web',
  ],
  [
    'XR-14',
    'prod',
    set('Service/redis-primary', ['spec', 'selector'], { 'app.kubernetes.io/name': 'redis' }),
    'expected the pods of one workload, got StatefulSet/redis-primary, StatefulSet/redis-replica',
  ],
  [
    'XR-15',
    'prod',
    set('ServiceMonitor/api', ['spec', 'endpoints', 0, 'port'], '3000'),
    'expected a port of the Service (http), got 3000',
  ],
  [
    'XR-15',
    'prod',
    set('ServiceMonitor/api', ['spec', 'selector', 'matchLabels'], { app: 'api' }),
    'expected at least one Service with its labels, got none',
  ],
  [
    'XR-16',
    'prod',
    set('ScaledObject/api', ['spec', 'triggers', 0, 'metadata', 'query'], 'sum(rate(http_requests[1m]))'),
    'expected a metric that is known, got http_requests',
  ],
  [
    'XR-16',
    'prod',
    set('PrometheusRule/sluice', ['spec', 'groups', 0, 'rules', 0, 'expr'], 'sum(up'),
    'expected PromQL, got `sum(up`',
  ],
  [
    'XR-17',
    'prod',
    set('ScaledObject/api', ['spec', 'fallback', 'behavior'], 'static'),
    'expected fallback currentReplicasIfHigher, got static',
  ],
  [
    'XR-17',
    'prod',
    set('ScaledObject/api', ['spec', 'triggers', 0, 'metadata', 'ignoreNullValues'], undefined),
    'expected ignoreNullValues "false", got undefined',
  ],
  [
    'XR-18',
    'prod',
    set('Deployment/api', [...api, 'livenessProbe', 'httpGet', 'path'], '/readyz'),
    'expected liveness to ask /livez on http, got /readyz on http',
  ],
  [
    'XR-19',
    'prod',
    set('Deployment/api', [...pod, 'terminationGracePeriodSeconds'], 10),
    'expected a grace of at least 13 s, got 10 s',
  ],
  [
    'XR-19',
    'prod',
    set('Deployment/api', [...api, 'lifecycle', 'preStop'], { exec: { command: ['sleep', '5'] } }),
    'expected `preStop.sleep`, got exec',
  ],
  [
    'XR-20',
    'prod',
    set('Deployment/api', ['spec', 'progressDeadlineSeconds'], 60),
    'expected a progress deadline above 63 s, got 60 s',
  ],
  [
    'XR-20',
    'prod',
    set('Deployment/api', [...api, 'readinessProbe', 'timeoutSeconds'], 3),
    'expected a timeout within its period, got 3 s in 2 s',
  ],
  [
    'XR-21',
    'local',
    set('Deployment/api', [...pod, 'topologySpreadConstraints', 0, 'whenUnsatisfiable'], 'DoNotSchedule'),
    'expected nodes for 2 pods apart, got 1',
  ],
  [
    'XR-22',
    'prod',
    set('Deployment/api', [...pod, 'topologySpreadConstraints', 0, 'matchLabelKeys'], undefined),
    'expected matchLabelKeys pod-template-hash, got none',
  ],
  [
    'XR-22',
    'prod',
    set('Deployment/api', [...pod, 'topologySpreadConstraints', 1, 'labelSelector', 'matchLabels'], { app: 'x' }),
    'expected the spread over topology.kubernetes.io/zone to count its own pods, got others',
  ],
  ['XR-23', 'prod', set('Deployment/api', [...api, 'ports', 0, 'containerPort'], 8080), 'expected port 3000, got 8080'],
  ['XR-24', 'prod', plus(ingress('web', 'http')), 'expected a Service web, got none'],
  ['XR-24', 'prod', plus(ingress('api', 'https')), 'expected a port of api (http, 80), got https'],
  [
    'XR-25',
    'prod',
    without('NetworkPolicy/default-deny'),
    'expected every pod to be denied both ways, got no such policy',
  ],
  [
    'XR-26',
    'prod',
    set('NetworkPolicy/redis', ['spec', 'ingress'], undefined),
    'expected ingress from Deployment/api on 6379, got no policy that allows it',
  ],
  [
    'XR-26',
    'prod',
    set('NetworkPolicy/api', ['spec', 'egress', 0, 'ports', 0, 'port'], 6380),
    'expected egress to redis-primary-0.redis-primary:6379, got no policy',
  ],
  ['XR-27', 'prod', without('NetworkPolicy/dns'), 'expected egress to DNS, got no policy that allows it'],
  [
    'XR-27',
    'prod',
    without('NetworkPolicy/api-metrics'),
    'expected Prometheus to reach the port http, got no policy that allows it',
  ],
  [
    'XR-27',
    'prod',
    set('NetworkPolicy/api', ['spec', 'egress', 1], { to: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }),
    'expected named peers, got the whole of 0.0.0.0/0',
  ],
  [
    'XR-28',
    'prod',
    set('NetworkPolicy/api-metrics', ['spec', 'podSelector', 'matchLabels'], { app: 'old' }),
    'expected pods with {"app":"old"}, got none',
  ],
  [
    'XR-29',
    'prod',
    set('Deployment/api', [...api, 'securityContext', 'readOnlyRootFilesystem'], false),
    'container api: expected a read-only root file system, got a writable one',
  ],
  [
    'XR-29',
    'prod',
    set('Namespace/sluice', ['metadata', 'labels', 'pod-security.kubernetes.io/enforce'], 'baseline'),
    'expected pod-security enforce=restricted, got baseline',
  ],
  [
    'XR-30',
    'prod',
    set('Deployment/api', [...env, 'NODE_OPTIONS'], { name: 'REDIS_PASSWORD', value: 'hunter2' }),
    'expected REDIS_PASSWORD by reference, got a literal value',
  ],
  [
    'XR-30',
    'prod',
    set('Deployment/api', [...env, 'REDIS_URL', 'value'], 'rediss://api:hunter2@redis-primary-0.redis-primary:6379'),
    'expected no password in a URL, got one',
  ],
  [
    'XR-30',
    'prod',
    plus({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 's', namespace: 'sluice' } }),
    'expected no Secret among the manifests, got one',
  ],
  [
    'XR-31',
    'prod',
    set('Deployment/api', [...pod, 'volumes', 'users', 'secret', 'items', 0, 'key'], 'apy'),
    'expected apy in Secret/redis-users, got api, ',
  ],
  [
    'XR-31',
    'prod',
    set('Deployment/api', [...api, 'envFrom', 0, 'configMapRef', 'name'], 'api'),
    'expected ConfigMap/api, got none',
  ],
  [
    'XR-32',
    'prod',
    set('Deployment/api', [...api, 'image'], 'docker.io/sluice/api:latest'),
    'expected an image by digest, got docker.io/sluice/api:latest',
  ],
  [
    'XR-32',
    'prod',
    set('ServiceAccount/api', ['automountServiceAccountToken'], true),
    'expected no token to be mounted, got one',
  ],
  [
    'XR-33',
    'prod',
    set('StatefulSet/redis-primary', [...redis, 'readinessProbe', 'exec', 'command'], ['redis-cli', 'ping']),
    'expected readiness to compare PONG and the role, got `redis-cli ping`',
  ],
  [
    'XR-34',
    'prod',
    set('Deployment/api', [...env, 'REDIS_URL', 'value'], 'rediss://api@redis-replica-0.redis-replica:6379'),
    'expected writes to go to a primary, got a replica',
  ],
  [
    'XR-34',
    'prod',
    set('StatefulSet/redis-replica', ['spec', 'replicas'], 0),
    'expected min-replicas-to-write of at most 0, got 1',
  ],
  ['XR-36', 'prod', set('ServiceAccount/api', ['metadata', 'name'], 'A_B'), 'expected a DNS name, got `A_B`'],
  ['XR-36', 'prod', twin('Service/api', 'api'), 'expected the name once, got it 2 times'],
  [
    'XR-37',
    'prod',
    set('Service/api', ['metadata', 'namespace'], 'default'),
    'expected the namespace sluice, got default',
  ],
  [
    'XR-38',
    'prod',
    plus({ apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 't', namespace: 'sluice' } }),
    'expected a release that serves example.com/v1, got metrics-server, ',
  ],
  ['XR-39', 'prod', set('ConfigMap/api', ['data', 'LOG_LEVEL'], 'loud'), 'LOG_LEVEL: Expected one of fatal, '],
  [
    'XR-39',
    'prod',
    set('ConfigMap/api', ['data', 'LOGLEVEL'], 'info'),
    'expected a variable of the contract, got LOGLEVEL',
  ],
  [
    'XR-40',
    'prod',
    set('Deployment/api', [...env, 'NODE_OPTIONS', 'value'], '--max-old-space-size=384'),
    'expected a heap of at most 288 MiB, got 384',
  ],
  [
    'XR-41',
    'prod',
    set('PrometheusRule/sluice', ['spec', 'groups', 0, 'rules', 3, 'alert'], 'Other'),
    'expected the alert SluiceAutoscalerBlind, got none',
  ],
  [
    'XR-43',
    'local',
    set('HorizontalPodAutoscaler/api', ['spec', 'behavior', 'scaleUp', 'tolerance'], '0.05'),
    'expected no field of Kubernetes 1.35, got tolerance',
  ],
];

describe('rules between objects', () => {
  const built = new Map<string, readonly KubeObject[]>();
  const found = (environment: Environment, objects: readonly KubeObject[], today = '2026-11-24') =>
    afterWaivers(findings(rendered(environment, objects)), waiversOf(objects), today);

  beforeAll(async () => {
    for (const name of ['local', 'prod']) {
      const { stdout } = await withTools(['kubectl', 'kustomize', `rendered/overlays/${name}`]);
      built.set(name, parseObjects(stdout));
    }
  });

  it('have a test each', () => {
    expect([...new Set(broken.map(([id]) => id))].sort()).toEqual(rules.map(({ id }) => id));
  });

  it.each(['local', 'prod'])('are all kept by %s', (name) => {
    expect(found(environmentNamed(name), built.get(name) ?? [])).toEqual([]);
  });

  it.each(broken)('%s notices it in %s', (id, name, breaks, message) => {
    const seen = found(environmentNamed(name), breaks(built.get(name) ?? []));
    const own = seen.filter(({ rule }) => rule === id).map((finding) => finding.message);
    expect(own).toEqual(expect.arrayContaining([expect.stringContaining(message)]));
    expect(own[0]).toMatch(/\. Why: .+\. Fix: .+\.$/);
  });

  describe('a waiver', () => {
    const waiver = ['metadata', 'annotations', 'sluice/waive-xr-10'];
    const only = (mutation: Mutation, today?: string) => {
      const seen = found(environmentNamed('prod'), mutation(built.get('prod') ?? []), today);
      return seen.map(({ rule, object, message }) => `${rule} ${object}: ${message}`);
    };

    it('is good until its day', () => {
      expect(only(all(), '2027-06-30')).toEqual([]);
      expect(only(all(), '2027-07-01').join('\n')).toMatch(
        /XR-10 StatefulSet\/redis-primary: expected exactly[^]*expected a waiver that is good, got one until 2027-06-30/,
      );
    });

    it('needs a day and a reason', () => {
      const [, second] = only(set('StatefulSet/redis-primary', waiver, '2027-06-30'));
      expect(second).toContain('expected a waiver `<yyyy-mm-dd> <reason>`');
    });

    it('that nothing needs is a finding itself', () => {
      const mutation = set('Deployment/api', ['metadata', 'annotations'], {
        'sluice/waive-xr-01': '2030-01-01 just so',
      });
      expect(only(mutation)).toEqual([expect.stringContaining('got one that nothing asks for: remove it')]);
    });
  });
});
