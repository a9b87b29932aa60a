import type { NetworkPolicy } from '../kubernetes.ts';
import { monitoringNamespace } from '../components/monitoring.ts';
import { id, selects, type Labels, type Rendered, type Workload } from './rendered.ts';
import { expect, rule } from './rule.ts';

type Ingress = NonNullable<NonNullable<NetworkPolicy['spec']>['ingress']>[number];
type Egress = NonNullable<NonNullable<NetworkPolicy['spec']>['egress']>[number];
type Peer = NonNullable<Ingress['from']>[number];

const podsOf = (policy: NetworkPolicy) => (policy.spec?.podSelector?.matchLabels ?? {}) as Labels;

export const everythingIsDenied = rule(
  'XR-25',
  { why: 'what no policy takes may talk to all', fix: 'take the component network-policies' },
  ({ all }) => {
    const denies = all('NetworkPolicy').some(
      ({ spec }) =>
        Object.keys(spec?.podSelector ?? {}).length === 0 &&
        spec?.ingress === undefined &&
        spec?.egress === undefined &&
        ['Ingress', 'Egress'].every((type) => spec?.policyTypes?.some((given) => given === type)),
    );
    return expect(
      denies,
      'NetworkPolicy/default-deny',
      'expected every pod to be denied both ways, got no such policy',
    );
  },
);

/** Whether one side of a connection is let through: the rules for pods with these labels, the peer, the port. */
function isAllowed(
  { all }: Rendered,
  direction: 'ingress' | 'egress',
  { pods, peer, port }: { pods: Labels; peer: (peer: Peer) => boolean; port: readonly (number | string)[] },
): boolean {
  return all('NetworkPolicy')
    .filter((policy) => selects(podsOf(policy), pods))
    .flatMap((policy): readonly (Ingress & Egress)[] => policy.spec?.[direction] ?? [])
    .some(
      ({ from, to, ports }) =>
        ((from ?? to) === undefined || (from ?? to)?.some(peer)) &&
        (ports === undefined || ports.some((given) => port.includes(given.port ?? ''))),
    );
}

const isPod = (labels: Labels) => (peer: Peer) =>
  peer.namespaceSelector === undefined && selects(peer.podSelector?.matchLabels, labels);
const isNamespace = (name: string) => (peer: Peer) =>
  peer.namespaceSelector?.matchLabels?.['kubernetes.io/metadata.name'] === name;

/** `rediss://api:…@redis-primary-0.redis-primary:6379` of the variables of a workload, as host and port. */
const named = ({ containers }: Workload) =>
  containers
    .flatMap(({ env = [] }) => env.map(({ value = '' }) => value))
    .flatMap((value) => [...value.matchAll(/\w+:\/\/(?:[^@/,]*@)?([\w.-]+):(\d+)/g)])
    .map(([, host = '', port = '']) => ({ host, port: Number(port) }));

export const namedHostsAreReachable = rule(
  'XR-26',
  {
    why: 'a host that the configuration names and a policy forbids is a timeout at run time',
    fix: 'allow it on both sides in components/network-policies.ts',
  },
  (rendered) =>
    rendered.workloads.flatMap((client) =>
      named(client).flatMap(({ host, port }) => {
        const service = rendered.all('Service').find(({ metadata }) => host.split('.').includes(metadata?.name ?? ''));
        const server = rendered.workloads.find(({ labels }) => selects(service?.spec?.selector as Labels, labels));
        if (service === undefined || server === undefined) {
          return host === 'localhost' ? [] : [[client.id, `expected a Service for ${host}, got none`] as const];
        }
        const target = service.spec?.ports?.find((given) => given.port === port)?.targetPort ?? port;
        return [
          ...expect(
            isAllowed(rendered, 'egress', { pods: client.labels, peer: isPod(server.labels), port: [port] }),
            client.id,
            `expected egress to ${host}:${port}, got no policy that allows it`,
          ),
          ...expect(
            isAllowed(rendered, 'ingress', { pods: server.labels, peer: isPod(client.labels), port: [port, target] }),
            server.id,
            `expected ingress from ${client.id} on ${port}, got no policy that allows it`,
          ),
        ];
      }),
    ),
);

export const neededFlowsAreAllowed = rule(
  'XR-27',
  {
    why: 'without DNS nothing finds anything, and without a way in Prometheus sees a pod as down',
    fix: 'allow DNS on UDP and TCP 53, scraping from the monitoring namespace, and replicas to their primary',
  },
  (rendered) => [
    ...rendered.workloads.flatMap(({ id, labels }) =>
      expect(
        isAllowed(rendered, 'egress', { pods: labels, peer: isNamespace('kube-system'), port: [53] }),
        id,
        'expected egress to DNS, got no policy that allows it',
      ),
    ),
    ...rendered
      .all('NetworkPolicy')
      .filter(({ metadata }) => metadata?.name === 'dns')
      .flatMap((policy) => {
        const protocols = policy.spec?.egress?.flatMap(({ ports = [] }) => ports.map(({ protocol }) => protocol)) ?? [];
        return expect(
          ['TCP', 'UDP'].every((one) => protocols.some((given) => given === one)),
          id(policy),
          `expected UDP and TCP, got ${protocols.join(', ')}`,
        );
      }),
    ...rendered.all('ServiceMonitor').flatMap(({ spec }) =>
      rendered.workloads
        .filter(({ labels }) => selects(spec.selector.matchLabels as Labels, labels))
        .flatMap(({ id, labels }) =>
          spec.endpoints.flatMap(({ port = '' }) =>
            expect(
              isAllowed(rendered, 'ingress', {
                pods: labels,
                peer: isNamespace(rendered.environment.monitoring?.namespace ?? monitoringNamespace),
                port: [port],
              }),
              id,
              `expected Prometheus to reach the port ${port}, got no policy that allows it`,
            ),
          ),
        ),
    ),
    ...rendered
      .all('NetworkPolicy')
      .flatMap((policy) =>
        [
          ...(policy.spec?.ingress ?? []).flatMap(({ from = [] }) => from),
          ...(policy.spec?.egress ?? []).flatMap(({ to = [] }) => to),
        ]
          .filter(({ ipBlock }) => ipBlock?.cidr === '0.0.0.0/0' || ipBlock?.cidr === '::/0')
          .map(({ ipBlock }) => [id(policy), `expected named peers, got the whole of ${ipBlock?.cidr}`] as const),
      ),
  ],
);

export const noPolicyDangles = rule(
  'XR-28',
  { why: 'a policy that takes no pod protects nothing', fix: 'use the labels of a workload' },
  ({ all, workloads }) => {
    const isThere = (labels: Labels | undefined) => workloads.some((workload) => selects(labels, workload.labels));
    return all('NetworkPolicy').flatMap((policy) => {
      const peers = [
        ...(policy.spec?.ingress ?? []).flatMap(({ from = [] }) => from),
        ...(policy.spec?.egress ?? []).flatMap(({ to = [] }) => to),
      ].filter(({ namespaceSelector, podSelector }) => namespaceSelector === undefined && podSelector !== undefined);
      return [
        ...expect(
          isThere(podsOf(policy)),
          id(policy),
          `expected pods with ${JSON.stringify(podsOf(policy))}, got none`,
        ),
        ...peers.flatMap(({ podSelector }) =>
          expect(
            isThere(podSelector?.matchLabels as Labels),
            id(policy),
            `expected peers with ${JSON.stringify(podSelector?.matchLabels)}, got none`,
          ),
        ),
      ];
    });
  },
);
