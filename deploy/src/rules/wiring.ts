import { envSchema } from '@sluice/api-contract/env';
import { API_PORT } from '@sluice/api-contract/http';
import { id, namesOf, selects, type Labels } from './rendered.ts';
import { expect, rule } from './rule.ts';

const changing = /version|environment|hash|revision/;

export const selectorsFit = rule(
  'XR-13',
  {
    why: 'a selector is immutable: what it takes too much or too little of can only be mended by replacing the workload',
    fix: 'use the labels of objects/labels.ts, and keep what changes out of selectors',
  },
  ({ workloads }) =>
    workloads.flatMap((workload) => [
      ...expect(
        selects(workload.selector, workload.labels),
        workload.id,
        "expected the selector to take the workload's own pods, got others",
      ),
      ...workloads
        .filter((other) => other !== workload && selects(workload.selector, other.labels))
        .map((other) => [workload.id, `expected a selector of its own, got the pods of ${other.id} too`] as const),
      ...Object.keys(workload.selector)
        .filter((label) => changing.test(label))
        .map((label) => [workload.id, `expected no label that changes in the selector, got ${label}`] as const),
    ]),
);

export const servicesReachPods = rule(
  'XR-14',
  {
    why: 'a Service that selects nothing or too much answers with refused connections',
    fix: 'use the labels of one workload and the name of a port of its containers',
  },
  ({ all, workloads }) =>
    all('Service').flatMap((service) => {
      const selected = workloads.filter(({ labels }) => selects(service.spec?.selector as Labels, labels));
      const ports = selected.flatMap(({ containers }) =>
        containers.flatMap(({ ports = [] }) => ports.map(({ name }) => name)),
      );
      return [
        ...expect(selected.length === 1, id(service), `expected the pods of one workload, got ${namesOf(selected)}`),
        ...(service.spec?.ports ?? []).flatMap(({ targetPort }) =>
          expect(
            ports.includes(String(targetPort)),
            id(service),
            `expected a named port of its pods, got ${targetPort}`,
          ),
        ),
      ];
    }),
);

export const monitorsSelectServices = rule(
  'XR-15',
  {
    why: 'a monitor that selects nothing is accepted, and nothing is scraped',
    fix: "use the labels of the Service and the name of the Service's port",
  },
  ({ all }) =>
    all('ServiceMonitor').flatMap((monitor) => {
      const services = all('Service').filter(({ metadata }) =>
        selects(monitor.spec.selector.matchLabels as Labels, (metadata?.labels ?? {}) as Labels),
      );
      const ports = services.flatMap(({ spec }) => (spec?.ports ?? []).map(({ name }) => name));
      return [
        ...expect(services.length > 0, id(monitor), 'expected at least one Service with its labels, got none'),
        ...monitor.spec.endpoints.flatMap(({ port }) =>
          expect(
            services.length === 0 || ports.includes(port),
            id(monitor),
            `expected a port of the Service (${ports.join(', ')}), got ${port}`,
          ),
        ),
      ];
    }),
);

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

export const onePort = rule(
  'XR-23',
  { why: 'a port that differs in one place is a connection refused', fix: 'import API_PORT from the contract' },
  ({ workloads, all }) => [
    ...workloads
      .filter(({ name }) => name === 'api')
      .flatMap(({ id, containers }) =>
        containers.flatMap(({ ports = [] }) =>
          ports.flatMap(({ containerPort }) =>
            expect(containerPort === API_PORT, id, `expected port ${API_PORT}, got ${containerPort}`),
          ),
        ),
      ),
    ...apiConfigs(all('ConfigMap')).flatMap((config) =>
      expect(
        config.data?.['PORT'] === String(API_PORT),
        id(config),
        `expected PORT ${API_PORT}, got ${config.data?.['PORT']}`,
      ),
    ),
  ],
);

const apiConfigs = <Config extends { metadata?: { name?: string } }>(configs: readonly Config[]) =>
  configs.filter(({ metadata }) => metadata?.name?.startsWith('api-'));

export const configurationIsAccepted = rule(
  'XR-39',
  {
    why: 'the API ends at once with a configuration that it does not know',
    fix: 'write the variables that `envSchema` of the contract names, as it wants them',
  },
  ({ workloads, all }) =>
    workloads
      .filter(({ name }) => name === 'api')
      .flatMap(({ id, containers }) => {
        const own = Object.fromEntries((containers[0]?.env ?? []).map(({ name, value }) => [name, value]));
        const config: Readonly<Record<string, string | undefined>> = {
          ...apiConfigs(all('ConfigMap'))[0]?.data,
          ...own,
        };
        const result = envSchema.safeParse(config);
        return [
          ...(result.error?.issues ?? []).map(
            ({ path, message }) =>
              [id, `${path.join('.')}: ${message}, got ${config[String(path[0])] ?? 'nothing'}`] as const,
          ),
          ...Object.keys(config)
            .filter((name) => !Object.hasOwn(envSchema.shape, name) && !ofTheRuntime.test(name))
            .map((name) => [id, `expected a variable of the contract, got ${name}`] as const),
        ];
      }),
);

/** Read by Node itself. */
const ofTheRuntime = /^NODE_/;
