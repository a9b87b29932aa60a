import type { Environment } from '../environment.ts';
import type { NetworkPolicy, Patch } from '../kubernetes.ts';

type Spec = NonNullable<NetworkPolicy['spec']>;
type Labels = Readonly<Record<string, string>>;
type Peer = NonNullable<NonNullable<Spec['ingress']>[number]['from']>[number];

const policy = (name: string, spec: Spec): NetworkPolicy => ({
  apiVersion: 'networking.k8s.io/v1',
  kind: 'NetworkPolicy',
  metadata: { name },
  spec,
});

/** Every pod of the namespace, both ways. */
export const defaultDeny = policy('default-deny', { podSelector: {}, policyTypes: ['Ingress', 'Egress'] });

/** What the pods with these labels may receive and send; policies add up. */
export const allow = (name: string, matchLabels: Labels, rules: Pick<Spec, 'ingress' | 'egress'>): NetworkPolicy =>
  policy(name, {
    podSelector: Object.keys(matchLabels).length === 0 ? {} : { matchLabels },
    policyTypes: [...(rules.ingress ? (['Ingress'] as const) : []), ...(rules.egress ? (['Egress'] as const) : [])],
    ...rules,
  });

const pods = (matchLabels: Labels): Peer => ({ podSelector: { matchLabels } });
const namespaceLabels = (name: string) => ({ matchLabels: { 'kubernetes.io/metadata.name': name } });

export const from = { pods, namespace: (name: string): Peer => ({ namespaceSelector: namespaceLabels(name) }) };
export const to = {
  pods,
  dns: {
    namespaceSelector: namespaceLabels('kube-system'),
    podSelector: { matchLabels: { 'k8s-app': 'kube-dns' } },
  } satisfies Peer,
};

/** A number, or the name of a container's port, which only the receiving side knows. */
export const port = (port: number | string, protocol: 'TCP' | 'UDP' = 'TCP') => ({ protocol, port });

/** Who may call the API. Where nobody is named anyone may: a NodePort shows no pod behind it. */
export const apiClientsPatch = ({ api: { clientNamespaces } }: Environment): Patch<NetworkPolicy> | undefined =>
  clientNamespaces && {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'api' },
    spec: { ingress: [{ from: clientNamespaces.map(from.namespace), ports: [port('http')] }] },
  };
