import { id, scaleOf, selects, type Labels } from './rendered.ts';
import { expect, rule } from './rule.ts';

const selectorOf = (selector: { matchLabels?: object } | undefined) => selector?.matchLabels as Labels | undefined;

export const oneBudgetEach = rule(
  'XR-10',
  {
    why: 'without one a drain may take all pods at once, and with two the eviction API refuses every one',
    fix: 'take the component disruption-budgets and give it the selector of the workload',
  },
  ({ workloads, all, environment: { tier } }) =>
    workloads.flatMap((workload) => {
      const budgets = all('PodDisruptionBudget').filter(({ spec }) =>
        selects(selectorOf(spec?.selector), workload.labels),
      );
      const names = budgets.map(({ metadata }) => metadata?.name).join(', ') || 'none';
      const right = budgets.length === 1 || (budgets.length === 0 && tier !== 'prod');
      return expect(right, workload.id, `expected exactly one PodDisruptionBudget, got ${names}`);
    }),
);

export const budgetsLetDrainsThrough = rule(
  'XR-11',
  {
    why: '`minAvailable` at the minimum blocks every drain, and pods that are broken anyway must never hold one up',
    fix: 'use `maxUnavailable: 1` and `unhealthyPodEvictionPolicy: AlwaysAllow`',
  },
  ({ all }) =>
    all('PodDisruptionBudget').flatMap((budget) => [
      ...expect(
        budget.spec?.minAvailable === undefined,
        id(budget),
        `expected no \`minAvailable\`, got ${budget.spec?.minAvailable}`,
      ),
      ...expect(
        Number(budget.spec?.maxUnavailable) >= 1,
        id(budget),
        `expected \`maxUnavailable\` of 1 or more, got ${budget.spec?.maxUnavailable}`,
      ),
      ...expect(
        budget.spec?.unhealthyPodEvictionPolicy === 'AlwaysAllow',
        id(budget),
        `expected \`unhealthyPodEvictionPolicy: AlwaysAllow\`, got ${budget.spec?.unhealthyPodEvictionPolicy}`,
      ),
    ]),
);

export const budgetsOverMoreThanOne = rule(
  'XR-12',
  {
    why: 'a budget cannot keep up what has one pod only: each drain is an outage all the same',
    fix: 'raise the minimum to 2, or waive it on the workload and name its failover',
  },
  (rendered) =>
    rendered.environment.tier !== 'prod'
      ? []
      : rendered.all('PodDisruptionBudget').flatMap((budget) =>
          rendered.workloads
            .filter(({ labels }) => selects(selectorOf(budget.spec?.selector), labels))
            .flatMap((workload) => {
              const { min } = scaleOf(rendered, workload);
              return expect(min >= 2, workload.id, `expected at least 2 pods under ${id(budget)}, got ${min}`);
            }),
        ),
);
