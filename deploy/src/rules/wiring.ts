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
