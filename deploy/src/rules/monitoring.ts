import { metricNames } from '@sluice/api-contract/metrics';
import { parser } from '@prometheus-io/lezer-promql';
import { foreignMetrics } from '../objects/alerts.ts';
import { id, type Rendered } from './rendered.ts';
import { expect, rule, type Complaint } from './rule.ts';

const known = new Set<string>([
  ...Object.values(metricNames),
  ...Object.values(metricNames).flatMap((name) => ['_bucket', '_sum', '_count'].map((part) => name + part)),
  ...foreignMetrics,
]);

/** Every expression of the environment, and the object that it stands in. */
const expressions = ({ all }: Rendered): readonly (readonly [object: string, expression: string])[] => [
  ...all('PrometheusRule').flatMap((object) =>
    (object.spec.groups ?? []).flatMap(({ rules = [] }) =>
      rules.map(({ expr }) => [id(object), String(expr)] as const),
    ),
  ),
  ...all('ScaledObject').flatMap((object) =>
    (object.spec?.triggers ?? []).flatMap(({ metadata }) =>
      metadata['query'] ? [[id(object), metadata['query']] as const] : [],
    ),
  ),
];

/** Names of metrics in an expression, and whether all of it could be read. */
export function metricsIn(expression: string): { readonly names: readonly string[]; readonly parses: boolean } {
  const names: string[] = [];
  let parses = true;
  parser.parse(expression).iterate({
    enter: ({ type, from, to, node }) => {
      if (type.isError) parses = false;
      if (type.name === 'Identifier' && node.parent?.type.name === 'VectorSelector')
        names.push(expression.slice(from, to));
    },
  });
  return { names, parses };
}

export const metricsExist = rule(
  'XR-16',
  {
    why: 'an expression over a metric that nobody exports is silent for ever',
    fix: 'use a name of the contract, or add a foreign one to `foreignMetrics`',
  },
  (rendered) =>
    expressions(rendered).flatMap(([object, expression]): readonly Complaint[] => {
      const { names, parses } = metricsIn(expression);
      return [
        ...expect(parses, object, `expected PromQL, got \`${expression}\``),
        ...names
          .filter((name) => !known.has(name))
          .map((name) => [object, `expected a metric that is known, got ${name}`] as const),
      ];
    }),
);

export const scaledObjectsAreSafe = rule(
  'XR-17',
  {
    why: 'a broken metric must freeze the pods at worst, never scale them down',
    fix: 'ask the Prometheus of the environment, keep `fallback` at currentReplicasIfHigher, a CPU trigger and `behavior`',
  },
  ({ all, environment: { monitoring } }) =>
    all('ScaledObject').flatMap((object) => {
      const { triggers = [], fallback, minReplicaCount = 0, advanced } = object.spec ?? {};
      const says = (holds: boolean, what: string) => expect(holds, id(object), what);
      const names = triggers.map(({ name }) => name);
      return [
        ...triggers
          .filter(({ type }) => type === 'prometheus')
          .flatMap(({ metadata }) => [
            ...says(
              metadata['serverAddress'] === monitoring?.prometheusUrl,
              `expected ${monitoring?.prometheusUrl}, got ${metadata['serverAddress']}`,
            ),
            ...says(
              metadata['ignoreNullValues'] === 'false',
              `expected ignoreNullValues "false", got ${metadata['ignoreNullValues']}`,
            ),
          ]),
        ...says(
          fallback?.behavior === 'currentReplicasIfHigher',
          `expected fallback currentReplicasIfHigher, got ${fallback?.behavior}`,
        ),
        ...says(
          (fallback?.replicas ?? 0) >= minReplicaCount,
          `expected fallback of at least ${minReplicaCount}, got ${fallback?.replicas}`,
        ),
        ...says(
          triggers.some(({ type }) => type === 'cpu'),
          'expected a CPU trigger beside it, got none',
        ),
        ...says(new Set(names).size === names.length, `expected names of their own, got ${names.join(', ')}`),
        ...says(
          advanced?.horizontalPodAutoscalerConfig?.behavior?.scaleDown !== undefined,
          'expected a behaviour, got none',
        ),
      ];
    }),
);

/** What can go wrong with an autoscaler, and the alert that says so. */
const neededAlerts = ['SluiceAutoscalerBlind', 'SluiceAutoscalerAtMaximum', 'SluiceScalingMetricAbsent'];

export const autoscalersHaveAlerts = rule(
  'XR-41',
  {
    why: 'an autoscaler that stands still looks like a quiet day',
    fix: 'keep the three alerts, each with its runbook',
  },
  ({ all, autoscalers }) =>
    all('PrometheusRule').flatMap((object) => {
      const rules = (object.spec.groups ?? []).flatMap(({ rules = [] }) => rules);
      return [
        ...neededAlerts.flatMap((name) =>
          expect(
            autoscalers.length === 0 || rules.some(({ alert }) => alert === name),
            id(object),
            `expected the alert ${name}, got none`,
          ),
        ),
        ...rules.flatMap(({ alert, annotations }) =>
          expect(annotations?.['runbook_url'] !== undefined, id(object), `expected a runbook of ${alert}, got none`),
        ),
      ];
    }),
);
