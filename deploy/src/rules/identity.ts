import { id } from './rendered.ts';
import { expect, rule } from './rule.ts';

const dns = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/;
const label = /^([A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?)?$/;

export const namesAreValid = rule(
  'XR-36',
  {
    why: 'the API server refuses such names, and long ones leave no room for the suffixes of pods',
    fix: 'use lower-case letters, digits and dashes, 52 characters at most, and each name once',
  },
  ({ objects }) =>
    objects.flatMap((object) => {
      const name = object.metadata?.name ?? '';
      const longest = object.kind === 'StatefulSet' ? 52 : 63;
      const same = objects.filter((other) => id(other) === id(object) && other.apiVersion === object.apiVersion);
      const bad = Object.values(object.metadata?.labels ?? {}).filter((value) => !label.test(value));
      return [
        ...expect(dns.test(name), id(object), `expected a DNS name, got \`${name}\``),
        ...expect(name.length <= longest, id(object), `expected at most ${longest} characters, got ${name.length}`),
        ...expect(same.length === 1, id(object), `expected the name once, got it ${same.length} times`),
        ...expect(bad.length === 0, id(object), `expected labels that are valid, got ${bad.join(', ')}`),
      ];
    }),
);

const clusterScoped = ['Namespace'];

export const objectsLieInTheNamespace = rule(
  'XR-37',
  {
    why: 'what lies elsewhere is nobody’s to prune',
    fix: 'let the overlay set `namespace:`, and name cluster-wide kinds here',
  },
  ({ objects, environment: { namespace } }) =>
    objects.flatMap((object) =>
      clusterScoped.includes(object.kind)
        ? []
        : expect(
            object.metadata?.namespace === namespace,
            id(object),
            `expected the namespace ${namespace}, got ${object.metadata?.namespace}`,
          ),
    ),
);

/** Custom kinds of ours, and the Helm release whose operator serves them. */
const customKinds: Readonly<Record<string, string>> = {
  'monitoring.coreos.com/v1': 'kube-prometheus-stack',
  'keda.sh/v1alpha1': 'keda',
  'external-secrets.io/v1': 'external-secrets',
};
const builtIn = /^(v1|(apps|autoscaling|batch|policy)\/v\d|[a-z.]+\.k8s\.io\/v\d)$/;

export const customKindsAreServed = rule(
  'XR-38',
  { why: 'without its CRD an object is refused: no matches for kind', fix: 'add the release whose operator serves it' },
  ({ objects, environment: { tier, releases } }) =>
    objects.flatMap((object) => {
      if (builtIn.test(object.apiVersion)) return [];
      const release = customKinds[object.apiVersion];
      // In the lab its add-ons serve them; the preflight of `apply` asks the cluster.
      const served = release !== undefined && (tier === 'local' || releases.includes(release));
      return expect(
        served,
        id(object),
        `expected a release that serves ${object.apiVersion}, got ${releases.join(', ') || 'none'}`,
      );
    }),
);
