import { disruptionBudget } from '../objects/disruption-budget.ts';
import { apiLabels, redisLabels } from '../objects/labels.ts';
import { files, type Component } from './component.ts';

/** A drain of a node takes one pod of a kind at a time. */
export const disruptionBudgets: Component = {
  objects: files(disruptionBudget('api', apiLabels), disruptionBudget('redis-replica', redisLabels('replica'))),
};
