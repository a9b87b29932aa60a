import { id } from './rendered.ts';
import { expect, rule } from './rule.ts';

interface Ingress {
  readonly kind: string;
  readonly metadata?: { readonly name?: string };
  readonly spec?: {
    readonly rules?: readonly {
      readonly host?: string;
      readonly http?: { readonly paths: readonly { readonly backend: { readonly service?: Backend } }[] };
    }[];
    readonly tls?: readonly { readonly secretName?: string }[];
  };
}
interface Backend {
  readonly name: string;
  readonly port?: { readonly name?: string; readonly number?: number };
}

export const ingressesLeadSomewhere = rule(
  'XR-24',
  {
    why: 'an Ingress whose backend is not there answers 503, and one without its certificate shows a stranger’s',
    fix: 'name a Service that is rendered, a port of it, and the Secret of the certificate',
  },
  ({ objects, all }) =>
    (objects.filter(({ kind }) => kind === 'Ingress') as readonly Ingress[]).flatMap((ingress) => {
      const backends = (ingress.spec?.rules ?? []).flatMap(({ http }) =>
        (http?.paths ?? []).map(({ backend }) => backend.service),
      );
      return [
        ...backends.flatMap((backend) => {
          const service = all('Service').find(({ metadata }) => metadata?.name === backend?.name);
          const ports = (service?.spec?.ports ?? []).flatMap(({ name, port }) => [name, port]);
          const wanted = backend?.port?.name ?? backend?.port?.number;
          return [
            ...expect(service !== undefined, id(ingress as never), `expected a Service ${backend?.name}, got none`),
            ...expect(
              service === undefined || ports.includes(wanted),
              id(ingress as never),
              `expected a port of ${backend?.name} (${ports.join(', ')}), got ${wanted}`,
            ),
          ];
        }),
        ...(ingress.spec?.tls ?? []).flatMap(({ secretName }) =>
          expect(secretName !== undefined, id(ingress as never), 'expected the Secret of the certificate, got none'),
        ),
      ];
    }),
);
