import { type Rendered, type Workload } from './rendered.ts';
import { expect, rule } from './rule.ts';

const isTarget =
  ({ kind, name }: Workload) =>
  ({ target }: Rendered['autoscalers'][number]) =>
    target.kind === kind && target.name === name;

export const replicasHaveOneOwner = rule(
  'XR-01',
  {
    why: 'each apply would reset what the autoscaler decided, or leave the number to chance',
    fix: 'leave `replicas` to the autoscaler, and state it where there is none',
  },
  ({ workloads, autoscalers }) =>
    workloads.flatMap((workload) =>
      autoscalers.some(isTarget(workload))
        ? expect(
            workload.replicas === undefined,
            workload.id,
            `expected no \`spec.replicas\`, got ${workload.replicas}`,
          )
        : expect(workload.replicas !== undefined, workload.id, 'expected `spec.replicas`, got none'),
    ),
);

export const oneAutoscaler = rule(
  'XR-02',
  { why: 'two would undo each other without end', fix: 'take either autoscaling-hpa or autoscaling-keda' },
  ({ workloads, autoscalers }) =>
    workloads.flatMap((workload) => {
      const owners = autoscalers.filter(isTarget(workload)).map(({ id }) => id);
      return expect(owners.length <= 1, workload.id, `expected one autoscaler at most, got ${owners.join(' and ')}`);
    }),
);

export const autoscalerHasTarget = rule(
  'XR-03',
  { why: 'an autoscaler without a target does nothing, silently', fix: 'name a workload that is rendered' },
  ({ workloads, autoscalers }) =>
    autoscalers.flatMap(({ id, target }) =>
      expect(
        workloads.some(({ kind, name }) => kind === target.kind && name === target.name) &&
          target.apiVersion === 'apps/v1',
        id,
        `expected a target that is there, got ${target.apiVersion} ${target.kind}/${target.name}`,
      ),
    ),
);

export const sensibleBounds = rule(
  'XR-04',
  {
    why: 'a Service does not hold requests back while there is no pod, and one pod alone is an outage at each drain',
    fix: 'give a minimum of 1, in prod of 2, and a maximum that is not below it',
  },
  ({ autoscalers, environment: { tier } }) =>
    autoscalers.flatMap(({ id, min, max }) => [
      ...expect(min <= max, id, `expected a minimum of at most ${max}, got ${min}`),
      ...expect(
        min >= (tier === 'prod' ? 2 : 1),
        id,
        `expected a minimum of at least ${tier === 'prod' ? 2 : 1}, got ${min}`,
      ),
    ]),
);

export const cpuIsRequested = rule(
  'XR-05',
  {
    why: 'one container without a request, and the target reads <unknown>',
    fix: 'give every container of the pod a CPU request, and name a container that is there',
  },
  (rendered) =>
    rendered.workloads
      .filter((workload) => rendered.autoscalers.some(isTarget(workload)))
      .flatMap(({ id, containers }) => [
        ...containers.flatMap(({ name, resources }) =>
          expect(
            resources?.requests?.['cpu'] !== undefined,
            id,
            `expected a CPU request of container ${name}, got none`,
          ),
        ),
        ...scaledContainers(rendered).flatMap((name) =>
          expect(
            containers.some((container) => container.name === name),
            id,
            `expected a container \`${name}\`, got none`,
          ),
        ),
      ]),
);

/** The containers whose CPU is looked at. */
const scaledContainers = ({ all }: Rendered): readonly string[] => [
  ...all('HorizontalPodAutoscaler').flatMap(({ spec }) =>
    (spec?.metrics ?? []).flatMap(({ containerResource }) => containerResource?.container ?? []),
  ),
  ...all('ScaledObject').flatMap(({ spec }) =>
    (spec?.triggers ?? []).flatMap(({ metadata }) => metadata['containerName'] ?? []),
  ),
];
