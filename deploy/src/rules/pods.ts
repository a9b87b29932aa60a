import { paths } from '@sluice/api-contract/http';
import type { Probe } from '../kubernetes.ts';
import { drainMs } from '../objects/api-config.ts';
import { mebibytes } from '../quantity.ts';
import { type Rendered } from './rendered.ts';
import { expect, rule } from './rule.ts';

const api = ({ workloads }: Rendered) =>
  workloads
    .filter(({ name }) => name === 'api')
    .flatMap((workload) => workload.pod.containers.map((container) => ({ ...workload, container })));

const http = (probe: Probe | undefined) => `${probe?.httpGet?.path} on ${probe?.httpGet?.port}`;

export const probesAreThreeQuestions = rule(
  'XR-18',
  {
    why: 'liveness that asks for Redis restarts every pod in an outage of Redis',
    fix: 'ask /livez at start and while alive, /readyz for readiness, on the port named http, each in its own rhythm',
  },
  (rendered) =>
    api(rendered).flatMap(({ id, container: { startupProbe, livenessProbe, readinessProbe } }) => [
      ...expect(
        http(startupProbe) === `${paths.livez} on http`,
        id,
        `expected startup to ask ${paths.livez} on http, got ${http(startupProbe)}`,
      ),
      ...expect(
        http(livenessProbe) === `${paths.livez} on http`,
        id,
        `expected liveness to ask ${paths.livez} on http, got ${http(livenessProbe)}`,
      ),
      ...expect(
        http(readinessProbe) === `${paths.readyz} on http`,
        id,
        `expected readiness to ask ${paths.readyz} on http, got ${http(readinessProbe)}`,
      ),
      ...expect(
        JSON.stringify(startupProbe) !== JSON.stringify(livenessProbe),
        id,
        'expected startup and liveness to differ, got the same probe',
      ),
    ]),
);

export const timeToLeave = rule(
  'XR-19',
  {
    why: 'SIGTERM races the removal of endpoints, and a pod killed in its drain loses requests; the image has no shell',
    fix: 'sleep natively, and give the sleep, the drain and 5 s',
  },
  (rendered) =>
    api(rendered).flatMap(({ id, pod, container }) => {
      const { sleep, exec } = container.lifecycle?.preStop ?? {};
      const needed = (sleep?.seconds ?? 0) + drainMs / 1000 + 5;
      const given = pod.terminationGracePeriodSeconds ?? 30;
      return [
        ...expect(
          sleep !== undefined && exec === undefined,
          id,
          `expected \`preStop.sleep\`, got ${exec ? 'exec' : 'none'}`,
        ),
        ...expect(given >= needed, id, `expected a grace of at least ${needed} s, got ${given} s`),
      ];
    }),
);

export const timeToStart = rule(
  'XR-20',
  {
    why: 'a start that is cut short loops for ever, and a deadline shorter than the start fails good rollouts',
    fix: 'raise failureThreshold × periodSeconds to 30 s, progressDeadlineSeconds above it, timeouts below their period',
  },
  (rendered) =>
    api(rendered).flatMap(({ id, object, container }) => {
      const { periodSeconds = 10, failureThreshold = 3 } = container.startupProbe ?? {};
      const budget = periodSeconds * failureThreshold;
      const spec = object.kind === 'Deployment' ? object.spec : undefined;
      const deadline = spec?.progressDeadlineSeconds ?? 600;
      const probes = [container.startupProbe, container.livenessProbe, container.readinessProbe];
      return [
        ...expect(budget >= 30, id, `expected at least 30 s to start, got ${budget} s`),
        ...expect(
          deadline > budget + (spec?.minReadySeconds ?? 0),
          id,
          `expected a progress deadline above ${budget + (spec?.minReadySeconds ?? 0)} s, got ${deadline} s`,
        ),
        ...probes.flatMap((probe) =>
          expect(
            (probe?.timeoutSeconds ?? 1) <= (probe?.periodSeconds ?? 10),
            id,
            `expected a timeout within its period, got ${probe?.timeoutSeconds} s in ${probe?.periodSeconds} s`,
          ),
        ),
      ];
    }),
);

export const heapBelowLimit = rule(
  'XR-40',
  {
    why: 'beyond its heap Node needs a quarter more; without room it is killed',
    fix: 'set --max-old-space-size to 75 % of the limit',
  },
  (rendered) =>
    api(rendered).flatMap(({ id, container }) => {
      const options = container.env?.find(({ name }) => name === 'NODE_OPTIONS')?.value ?? '';
      const heap = Number(/--max-old-space-size=(\d+)/.exec(options)?.[1] ?? Infinity);
      const most = mebibytes(String(container.resources?.limits?.['memory'] ?? '0Mi'), 0.75);
      return expect(heap <= most, id, `expected a heap of at most ${most} MiB, got ${heap}`);
    }),
);

/** Fields that servers of an older minor drop in silence, and since when they may be sent. */
const newFields = [
  { path: 'tolerance', since: '1.35' },
  { path: 'stopSignal', since: '1.36' },
] as const;

export const noFieldTooNew = rule(
  'XR-43',
  {
    why: 'a server that does not know a field drops it in silence',
    fix: 'leave it out until every cluster is new enough',
  },
  ({ objects }) =>
    objects.flatMap((object) =>
      newFields
        .filter(({ path }) => JSON.stringify(object).includes(`"${path}":`) && object.kind !== 'PrometheusRule')
        .filter(({ path }) => path !== 'tolerance' || object.kind === 'HorizontalPodAutoscaler')
        .map(
          ({ path, since }) =>
            [
              `${object.kind}/${object.metadata?.name}`,
              `expected no field of Kubernetes ${since}, got ${path}`,
            ] as const,
        ),
    ),
);
