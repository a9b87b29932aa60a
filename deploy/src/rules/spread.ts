import { selects, type Labels } from './rendered.ts';
import { expect, rule } from './rule.ts';

export const surgeHasRoom = rule(
  'XR-21',
  { why: 'a surge pod that may go nowhere stops the rollout for ever', fix: 'add nodes, or spread by ScheduleAnyway' },
  ({ workloads, environment: { nodes, api } }) =>
    workloads
      .filter(({ pod }) =>
        (pod.topologySpreadConstraints ?? []).some(({ whenUnsatisfiable }) => whenUnsatisfiable === 'DoNotSchedule'),
      )
      .flatMap(({ id }) =>
        expect(
          nodes.count >= api.replicas.min + 1,
          id,
          `expected nodes for ${api.replicas.min + 1} pods apart, got ${nodes.count}`,
        ),
      ),
);

export const spreadCountsItsOwn = rule(
  'XR-22',
  {
    why: 'counting other pods, or the old revision, leaves the new ones lopsided',
    fix: "use the workload's labels, `matchLabelKeys: [pod-template-hash]` on Deployments only, and zones that are there",
  },
  ({ workloads, environment: { nodes } }) =>
    workloads.flatMap(({ id, kind, labels, selector, pod }) =>
      (pod.topologySpreadConstraints ?? []).flatMap(
        ({ labelSelector, matchLabelKeys = [], topologyKey, whenUnsatisfiable }) => [
          ...expect(
            selects(labelSelector?.matchLabels as Labels, labels) &&
              selects(selector, (labelSelector?.matchLabels ?? {}) as Labels),
            id,
            `expected the spread over ${topologyKey} to count its own pods, got others`,
          ),
          ...expect(
            matchLabelKeys.includes('pod-template-hash') === (kind === 'Deployment'),
            id,
            `expected matchLabelKeys ${kind === 'Deployment' ? 'pod-template-hash' : 'none'}, got ${matchLabelKeys.join(', ') || 'none'}`,
          ),
          ...expect(
            whenUnsatisfiable !== 'DoNotSchedule' || !topologyKey.endsWith('zone') || nodes.zones > 1,
            id,
            `expected more than one zone for DoNotSchedule, got ${nodes.zones}`,
          ),
        ],
      ),
    ),
);
