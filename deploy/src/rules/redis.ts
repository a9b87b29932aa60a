import { mebibytes } from '../quantity.ts';
import { scaleOf, selects, type Labels, type Rendered } from './rendered.ts';
import { expect, rule } from './rule.ts';

const redisContainers = ({ workloads }: Rendered) =>
  workloads
    .filter(({ labels }) => labels['app.kubernetes.io/name'] === 'redis')
    .flatMap(({ id, labels, containers }) =>
      containers.filter(({ name }) => name === 'redis').map((container) => ({ id, labels, container })),
    );

export const probesReadWhatRedisSays = rule(
  'XR-33',
  {
    why: 'redis-cli exits with 0 on LOADING and MASTERDOWN as well',
    fix: 'compare the text of `ping`, and the role for readiness, as objects/redis-probes.ts does',
  },
  (rendered) =>
    redisContainers(rendered).flatMap(({ id, container: { readinessProbe, livenessProbe } }) => {
      const ready = readinessProbe?.exec?.command?.join(' ') ?? '';
      const alive = livenessProbe?.exec?.command?.join(' ') ?? '';
      return [
        ...expect(
          ready.includes('= PONG') && /role:master|master_link_status:up/.test(ready),
          id,
          `expected readiness to compare PONG and the role, got \`${ready}\``,
        ),
        ...expect(/PONG \| LOADING\*/.test(alive), id, `expected liveness to compare what is said, got \`${alive}\``),
      ];
    }),
);

export const readsAndWritesGoTheRightWay = rule(
  'XR-34',
  {
    why: 'a write at a replica fails, and a primary that grows beyond three quarters of its limit is killed while it forks',
    fix: 'point REDIS_URL at the primary, REDIS_REPLICAS_URL at replicas, and keep the numbers of the environment',
  },
  (rendered) => {
    const { all, workloads, autoscalers, environment } = rendered;
    const api = workloads.find(({ name }) => name === 'api');
    const urls = (name: string) =>
      (api?.containers[0]?.env?.find((variable) => variable.name === name)?.value ?? '').split(',').filter(Boolean);
    const roleOf = (url: string) => {
      const host = /@([\w.-]+)/.exec(url)?.[1] ?? '';
      const service = all('Service').find(({ metadata }) =>
        host
          .split('.')
          .slice(1)
          .includes(metadata?.name ?? ''),
      );
      const server = workloads.find(({ labels }) => selects(service?.spec?.selector as Labels, labels));
      return server?.labels['app.kubernetes.io/component'] ?? 'nobody';
    };
    const replica = workloads.find(({ name }) => name === 'redis-replica');
    const replicas = replica ? scaleOf(rendered, replica).min : 0;
    const config = all('ConfigMap').find(({ metadata }) => metadata?.name?.startsWith('redis-'))?.data ?? {};
    const number = (file: string, word: string) =>
      Number(new RegExp(`^${word} (\\d+)`, 'm').exec(config[file] ?? '')?.[1]);
    const most = mebibytes(environment.redis.memoryLimit, 0.75);
    return [
      ...urls('REDIS_URL').flatMap((url) =>
        expect(roleOf(url) === 'primary', 'Deployment/api', `expected writes to go to a primary, got a ${roleOf(url)}`),
      ),
      ...urls('REDIS_REPLICAS_URL').flatMap((url) =>
        expect(roleOf(url) === 'replica', 'Deployment/api', `expected reads to go to a replica, got a ${roleOf(url)}`),
      ),
      ...autoscalers.flatMap(({ id, target }) =>
        expect(target.name !== 'redis-primary', id, 'expected nothing to scale the primary, got it'),
      ),
      ...expect(
        number('primary.conf', 'min-replicas-to-write') <= replicas,
        'ConfigMap/redis',
        `expected min-replicas-to-write of at most ${replicas}, got ${number('primary.conf', 'min-replicas-to-write')}`,
      ),
      ...['primary.conf', 'replica.conf'].flatMap((file) =>
        expect(
          number(file, 'maxmemory') <= most,
          'ConfigMap/redis',
          `expected maxmemory of at most ${most}mb in ${file}, got ${number(file, 'maxmemory')}mb`,
        ),
      ),
    ];
  },
);
