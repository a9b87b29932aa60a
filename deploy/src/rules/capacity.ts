import { mebibytes, millicores } from '../quantity.ts';
import { id, scaleOf, type Rendered } from './rendered.ts';
import { expect, rule } from './rule.ts';

export const targetBelowLimit = rule(
  'XR-06',
  {
    why: 'throttled at its limit a pod never shows the load that it has, and growing takes many rounds',
    fix: 'raise the limit to twice the request times the target, or drop it',
  },
  ({ workloads, environment: { api } }) =>
    workloads.flatMap(({ id, containers }) =>
      containers
        .filter(({ name, resources }) => name === 'api' && resources?.limits?.['cpu'] !== undefined)
        .flatMap(({ resources }) => {
          const target = (millicores(resources?.requests?.['cpu']) * api.targetCpuUtilization) / 100;
          const limit = millicores(resources?.limits?.['cpu']);
          return expect(limit >= 2 * target, id, `expected a CPU limit of at least ${2 * target}m, got ${limit}m`);
        }),
    ),
);

export const limitsAboveRequests = rule(
  'XR-07',
  {
    why: 'without a memory limit one leak takes the node, and a CPU limit on Node shows as latency',
    fix: 'limit the memory of every container, and the CPU of the API in `local` only',
  },
  ({ workloads, environment: { tier } }) =>
    workloads.flatMap(({ id, containers }) =>
      containers.flatMap(({ name, resources: { requests = {}, limits = {} } = {} }) => [
        ...expect(limits['memory'] !== undefined, id, `expected a memory limit of container ${name}, got none`),
        ...expect(
          limits['memory'] === undefined ||
            mebibytes(String(limits['memory'])) >= mebibytes(String(requests['memory'] ?? '0Mi')),
          id,
          `expected memory of container ${name}: request ${requests['memory']} at most its limit, got ${limits['memory']}`,
        ),
        ...expect(
          tier === 'local' || name !== 'api' || limits['cpu'] === undefined,
          id,
          `expected no CPU limit of the API, got ${limits['cpu']}`,
        ),
      ]),
    ),
);

/** What a container asks for at the workload's largest, a surge pod included. */
function atMost(rendered: Rendered) {
  const sum = { cpu: 0, memory: 0, memoryLimit: 0, pods: 0 };
  for (const workload of rendered.workloads) {
    const pods = scaleOf(rendered, workload).max + (workload.kind === 'Deployment' ? 1 : 0);
    sum.pods += pods;
    for (const { resources } of workload.containers) {
      sum.cpu += pods * millicores(resources?.requests?.['cpu']);
      sum.memory += pods * mebibytes(String(resources?.requests?.['memory'] ?? '0Mi'));
      sum.memoryLimit += pods * mebibytes(String(resources?.limits?.['memory'] ?? '0Mi'));
    }
  }
  return sum;
}

export const fitsQuotaAndCluster = rule(
  'XR-08',
  {
    why: 'pods beyond the quota are refused at the worst moment, and those beyond the nodes wait for ever',
    fix: 'raise `quota` and `nodes` in the environment, or lower `api.replicas.max`',
  },
  (rendered) => {
    const { nodes } = rendered.environment;
    const hard = rendered.all('ResourceQuota')[0];
    const has = (name: string) => String(hard?.spec?.hard?.[name] ?? '');
    const asked = atMost(rendered);
    const compare = (what: string, most: number, given: number, unit: string) =>
      expect(
        most <= given,
        hard ? id(hard) : 'ResourceQuota',
        `expected ${what} for the largest scale, ${most}${unit}, got ${given}${unit}`,
      );
    return [
      ...expect(hard !== undefined, 'ResourceQuota', 'expected one, got none'),
      ...(hard === undefined
        ? []
        : [
            ...compare('requests.cpu', asked.cpu, millicores(has('requests.cpu')), 'm'),
            ...compare('requests.memory', asked.memory, mebibytes(has('requests.memory')), 'Mi'),
            ...compare('limits.memory', asked.memoryLimit, mebibytes(has('limits.memory')), 'Mi'),
            ...compare('pods', asked.pods, Number(has('pods')), ''),
            ...compare('nodes with CPU', asked.cpu, nodes.count * millicores(nodes.cpu), 'm'),
            ...compare('nodes with memory', asked.memory, nodes.count * mebibytes(nodes.memory), 'Mi'),
          ]),
    ];
  },
);

/** What one pod of the API keeps open to each Redis node: its shared connection, a probe, one that waits. */
const connectionsPerPod = 4;
/** Redis' own default, and the share of it that is ours to use. */
const maxClients = 10_000;
const share = 0.8;

export const connectionBudget = rule(
  'XR-09',
  { why: 'Redis turns away whoever comes after `maxclients`', fix: 'lower `api.replicas.max` or raise `maxclients`' },
  (rendered) =>
    rendered.workloads
      .filter(({ name }) => name === 'api')
      .flatMap((workload) => {
        const most = (scaleOf(rendered, workload).max + 1) * connectionsPerPod;
        return expect(
          most <= maxClients * share,
          workload.id,
          `expected at most ${maxClients * share} connections, got ${most}`,
        );
      }),
);
