import { mebibytes, millicores } from '../quantity.ts';
import { scaleOf, type Rendered, type Workload } from '../rules/rendered.ts';
import { prices } from './prices.ts';

/** What pods ask for, and what that costs in a month. */
export interface Cost {
  readonly pods: number;
  readonly cores: number;
  readonly memoryGiB: number;
  readonly storageGiB: number;
  /** In the currency of the price table. */
  readonly perMonth: number;
}

export const moments = ['minimum', 'typical', 'maximum'] as const;
export type Moment = (typeof moments)[number];

/** The cost of an environment when its autoscaler is at its least, on an ordinary day, and at its most. */
export const costs = (rendered: Rendered): Readonly<Record<Moment, Cost>> => ({
  minimum: costAt(rendered, ({ min }) => min),
  typical: costAt(rendered, ({ min, max }) => (min === max ? min : rendered.environment.api.typicalReplicas)),
  maximum: costAt(rendered, ({ max }) => max),
});

function costAt(rendered: Rendered, count: (scale: { min: number; max: number }) => number): Cost {
  const shares = rendered.workloads.map((workload) => {
    const pods = count(scaleOf(rendered, workload));
    const sum = (one: (container: Workload['containers'][number]) => number) =>
      workload.containers.reduce((total, container) => total + one(container), 0);
    return {
      pods,
      cores: (pods * sum(({ resources }) => millicores(resources?.requests?.['cpu']))) / 1000,
      memoryGiB: (pods * sum(({ resources }) => mebibytes(String(resources?.requests?.['memory'] ?? '0Mi')))) / 1024,
      storageGiB: (pods * claimed(workload)) / 1024,
    };
  });
  const total = (key: keyof (typeof shares)[number]) => shares.reduce((sum, share) => sum + share[key], 0);
  const [cores, memoryGiB, storageGiB] = [total('cores'), total('memoryGiB'), total('storageGiB')];
  const perMonth = cores * prices.core + memoryGiB * prices.memoryGiB + storageGiB * prices.storageGiB;
  return { pods: total('pods'), cores, memoryGiB, storageGiB, perMonth };
}

/** Mebibytes of disk of one pod. */
const claimed = ({ object }: Workload): number =>
  (object.kind === 'StatefulSet' ? (object.spec?.volumeClaimTemplates ?? []) : []).reduce(
    (total, { spec }) => total + mebibytes(String(spec?.resources?.requests?.['storage'] ?? '0Mi')),
    0,
  );

const price = (perMonth: number): string => `${perMonth.toFixed(2)} ${prices.currency}`;

/** A table for people. */
export const costText = (all: Readonly<Record<Moment, Cost>>): string =>
  [
    '            pods   cores  memory GiB  disk GiB  a month',
    ...moments.map((moment) => {
      const { pods, cores, memoryGiB, storageGiB, perMonth } = all[moment];
      const cells = [String(pods).padStart(4), cores.toFixed(2).padStart(7), memoryGiB.toFixed(2).padStart(11)];
      return [moment.padEnd(11), ...cells, storageGiB.toFixed(0).padStart(9), `  ${price(perMonth)}`].join(' ');
    }),
  ].join('\n');

/** One line for a plan; nothing when it costs the same. */
export function costChange(before: Cost, after: Cost): string | undefined {
  const difference = after.perMonth - before.perMonth;
  if (Math.abs(difference) < 0.005) return undefined;
  const sign = difference > 0 ? '+' : '−';
  return `  cost on an ordinary day: ${price(before.perMonth)} → ${price(after.perMonth)} a month (${sign}${price(Math.abs(difference))})`;
}
